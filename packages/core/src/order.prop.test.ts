// The order of strings against the order of their UTF-8 bytes as Node encodes them.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compareBytes, sortable } from './order.ts'

const edges = [
  '',
  '\u0000',
  'a',
  'z',
  '\u007f',
  '\u0080',
  '\u07ff',
  '\u0800',
  '\ud7ff',
  '\ue000',
  '\uffff',
  '\u{10000}',
  '\u{10ffff}',
]
const text = fc.array(fc.oneof(fc.constantFrom(...edges), fc.string({ unit: 'binary', maxLength: 3 })), {
  maxLength: 6,
})
const joined = text.map((parts) => parts.join('')).filter((candidate) => !/\p{Surrogate}/u.test(candidate))

function byBuffer(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a, 'utf8'), Buffer.from(b, 'utf8'))
}

function plain(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}

test('every pair of edge characters, alone and behind a shared start, is ordered by its bytes', () => {
  for (const a of edges) {
    for (const b of edges) {
      for (const start of ['', 'x', '😀', '\uffff']) {
        expect(Math.sign(compareBytes(start + a, start + b))).toBe(byBuffer(start + a, start + b))
        expect(plain(sortable(start + a), sortable(start + b))).toBe(byBuffer(start + a, start + b))
      }
    }
  }
})

test('strings are ordered by their bytes, also by `<` once sortable', () => {
  fc.assert(
    fc.property(joined, joined, (a, b) => {
      expect(Math.sign(compareBytes(a, b))).toBe(byBuffer(a, b))
      expect(plain(sortable(a), sortable(b))).toBe(byBuffer(a, b))
    }),
    { numRuns: 2000 },
  )
})

test('no two strings share a sortable form, and a prefix stays a prefix', () => {
  const anything = fc.string({ unit: 'binary', maxLength: 8 })
  fc.assert(
    fc.property(anything, anything, (a, b) => {
      expect(sortable(a) === sortable(b)).toBe(a === b)
      expect(sortable(a + b).startsWith(sortable(a))).toBe(true)
    }),
    { numRuns: 2000 },
  )
})

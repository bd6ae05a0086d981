// The writer of records against msgpackr itself: the same bytes for whatever there is.

import fc from 'fast-check'
import { Packr } from 'msgpackr'
import { expect, test } from 'vitest'
import { RecordWriter } from './record-writer.ts'

interface Pair {
  readonly records: Packr
  readonly writer: RecordWriter
  /** How often something was left to msgpackr. */
  readonly handedOver: () => number
}

function pair(): Pair {
  let handedOver = 0
  const pack = (value: unknown): Uint8Array => {
    handedOver += 1
    return records.pack(value)
  }
  const writer = new RecordWriter(pack)
  const records = new Packr({
    getStructures: () => [],
    maxSharedStructures: 1_024,
    useBigIntExtension: true,
    saveStructures: (changed) => writer.learn(Array.from(changed, (keys) => keysOf(keys))),
  })
  return { records, writer, handedOver: () => handedOver }
}

// A key list has its number as a further field.
function keysOf(keys: object): readonly string[] {
  return Array.isArray(keys) ? Array.from(keys, String) : []
}

const text = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.string({ minLength: 25, maxLength: 300 }))
const number = fc.oneof(
  fc.nat(),
  fc.integer(),
  fc.double(),
  fc.maxSafeInteger(),
  fc.constantFrom(0x3f, 0x40, 0xff, 0x1_0000),
)
const leaf = fc.oneof(text, number, fc.boolean(), fc.constant(null), fc.constant(undefined), fc.bigInt())
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    leaf,
    fc.array(tie('value'), { maxLength: 6 }),
    fc.dictionary(fc.constantFrom('index', 'cause', '7', 'é'), tie('value')),
  ),
}))

test('whatever is written has the bytes that msgpackr gives it, on its first and on every other time', () => {
  const { records, writer } = pair()
  fc.assert(
    fc.property(fc.array(value), (values) => {
      const first = Buffer.from(writer.pack({ values }) ?? [])
      expect(records.pack({ values }).equals(first)).toBe(true)
      expect(writer.pack({ values })).toEqual(first)
    }),
  )
})

test('key lists beyond those of one byte, and lists and texts of every size of header', () => {
  const { records, writer } = pair()
  const shapes = Array.from({ length: 400 }, (_, n) => ({ [`key-${n}`]: n, also: -n }))
  const lists = [15, 16, 65_535, 65_536].map((length) => Array.from({ length }, (_, n) => n % 50))
  const texts = [31, 32, 63, 64, 255, 256, 65_536].flatMap((length) => ['x'.repeat(length), 'é'.repeat(length)])
  for (const whole of [{ shapes }, { lists }, { texts }]) {
    writer.pack(whole)
    expect(Buffer.compare(Buffer.from(writer.pack(whole) ?? []), records.pack(whole))).toBe(0)
  }
})

test('what was seen before is not left to msgpackr; an equal record is written again as it was', () => {
  const { records, writer, handedOver } = pair()
  const entry = (index: number): object => ({
    index,
    at: 1e15 + index,
    cause: { by: 'operator', after: 0 },
    events: [],
  })
  const entries = [entry(1), entry(2), entry(70_000)]
  writer.pack(entries)
  const before = handedOver()
  expect(writer.pack(entries)).toEqual(records.pack(entries))
  expect(handedOver()).toBe(before)
})

test('what holds a job is not written, known or not', () => {
  const { writer } = pair()
  const job = { document: {}, jobModifyIndex: 3 }
  expect(writer.pack([{ rows: [{ job }] }])).toBeUndefined()
  expect(writer.pack([{ document: {}, other: 1 }])).toBeDefined()
  expect(writer.pack([{ rows: [{ job }] }, 'more'])).toBeUndefined()
})

// Lengths and quotes of texts, for characters on both sides of every border of their encoding.

import { expect, test } from 'vitest'
import { byteLength, quote, quoteAll } from './texts.ts'

const borders = [0x00, 0x7f, 0x80, 0x7ff, 0x800, 0xd7ff, 0xe000, 0xffff, 0x10000, 0x10ffff]

test('a text is as long as its bytes', () => {
  for (const border of borders) {
    const character = String.fromCodePoint(border)
    expect(byteLength(`a${character}b`)).toBe(new TextEncoder().encode(character).length + 2)
  }
  expect(byteLength('')).toBe(0)
})

test('what cannot be printed is quoted by its number', () => {
  const quoted = [
    0x00, 0x01, 0x1f, 0x20, 0x7e, 0x7f, 0x80, 0xa0, 0xe4, 0xad, 0x2028, 0x200b, 0xe000, 0x1f600, 0xe0001, 0x10ffff,
  ]
  expect(quoted.map((point) => quote(String.fromCodePoint(point))).join(' ')).toBe(
    String.raw`"\x00" "\x01" "\x1f" " " "~" "\x7f" "\u0080" "\u00a0" "ä" "\u00ad" "\u2028" "\u200b" "\ue000" "😀" "\U000e0001" "\U0010ffff"`,
  )
  expect(quote('"\\\u0007\b\f\n\r\t\v')).toBe('"\\"\\\\\\a\\b\\f\\n\\r\\t\\v"')
  expect(quoteAll(['a', 'b"'])).toBe('["a" "b\\""]')
  expect(quoteAll([])).toBe('[]')
})

// A list of ready texts is, byte for byte, the list that the encoder writes, whatever stands in the texts.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { encode, encodeRows, Raw } from './encode.ts'

const texts = fc.array(fc.string({ unit: 'grapheme' }).map((text) => encode({ Name: text })))

test('the bytes of a list of rows are those of its JSON', () => {
  fc.assert(
    fc.property(texts, (rows) => {
      const expected = encode(rows.map((text) => JSON.parse(text)))
      expect(Buffer.from(encodeRows(rows.map((text) => new Raw(text)))).toString()).toBe(expected)
    }),
  )
})

test('a text that was made bytes is still the same text', () => {
  fc.assert(
    fc.property(texts, (rows) => {
      for (const text of rows) {
        const raw = new Raw(text)
        expect(Buffer.from(raw.bytes).toString()).toBe(text)
        expect([raw.text, encode(raw)]).toEqual([text, text])
      }
    }),
  )
})

test('any text is what JSON makes of it, but for two line ends that are always escaped', () => {
  const ends = (text: string): string => text.replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')
  const anyText = fc.oneof(
    fc.string(),
    fc.string({ unit: 'binary' }),
    fc.constantFrom('\u2028', '\u007f', '"', '\\', '\n'),
  )
  fc.assert(fc.property(anyText, (text) => encode(text) === ends(JSON.stringify(text))))
})

test('members stand in the order of their keys, however they were written down', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.string()), (keys) => {
      const expected = [...keys].sort().map((key) => `${encode(key)}:1`)
      expect(encode(Object.fromEntries(keys.map((key) => [key, 1])))).toBe(`{${expected.join(',')}}`)
    }),
  )
})

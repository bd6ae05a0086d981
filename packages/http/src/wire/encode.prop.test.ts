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

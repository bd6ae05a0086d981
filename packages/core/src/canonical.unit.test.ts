// Which values have the same canonical text, and which have not.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { CanonicalTexts, canonicalText } from './canonical.ts'

test.each([
  [null, 'null'],
  [undefined, 'null'],
  [true, 'true'],
  [false, 'false'],
  [0, '0'],
  [-0, '0'],
  [1.5, '1.5'],
  [-1e21, '-1e+21'],
  [7n, '7'],
  [-9007199254740991n, '-9007199254740991'],
  [9007199254740992n, '9007199254740992n'],
  [18446744073709551615n, '18446744073709551615n'],
  ['a"\n😀', '"a\\"\\n😀"'],
  ['\ud800', '"\\ud800"'],
  [[], '[]'],
  [[1, undefined, [null]], '[1,null,[null]]'],
  [{}, '{}'],
  [{ b: 1, a: undefined, A: { c: [] } }, '{"A":{"c":[]},"b":1}'],
  [{ '\u{10000}': 1, '\uffff': 2, 10: 3, 9: 4 }, '{"10":3,"9":4,"\uffff":2,"\u{10000}":1}'],
  [Object.assign(Object.create(null), { a: 1 }), '{"a":1}'],
])('the canonical text of %o is %s', (value, text) => {
  expect(canonicalText(value)).toBe(text)
})

test.each([
  ['NaN', Number.NaN],
  ['an infinity', Number.POSITIVE_INFINITY],
  ['a function', () => 0],
  ['a symbol', Symbol('s')],
  ['a Map', new Map()],
  ['an instance', new (class Thing {})()],
])('%s is refused', (_, value) => {
  expect(() => canonicalText({ value })).toThrow('not data')
})

test('the order in which properties were added does not show', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue()), (value) => {
      expect(canonicalText(Object.fromEntries(Object.entries(value).reverse()))).toBe(canonicalText(value))
    }),
  )
})

test('a JSON value can be read back from its canonical text, so different values have different texts', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(JSON.parse(canonicalText(value))).toEqual(JSON.parse(JSON.stringify(value)))
    }),
  )
})

test('one after the other, values have the texts that they have alone', () => {
  const job = { id: 'web', Meta: { 'a,b': '1' } }
  const named = fc.constantFrom('', 'a', 'b', 'a,b', ',', 'job')
  const value = fc.dictionary(named, fc.oneof(fc.constant(job), fc.dictionary(named, fc.integer())))
  fc.assert(
    fc.property(fc.array(value), (values) => {
      const texts = new CanonicalTexts()
      expect(values.map((one) => texts.textOf(one))).toEqual(values.map((one) => canonicalText(one)))
    }),
  )
})

test('a job that many share is read once', () => {
  let reads = 0
  const job = Object.defineProperty({}, 'id', { enumerable: true, get: () => String(reads++) })
  const texts = new CanonicalTexts()
  expect([{ job }, { watch: { job } }].map((one) => texts.textOf(one))).toEqual([
    '{"job":{"id":"0"}}',
    '{"watch":{"job":{"id":"0"}}}',
  ])
})

// Integers of any size and doubles of any kind survive a line of JSON.

import { expect, test } from 'vitest'
import { readWhole, writeWhole } from './whole-json.ts'

test.each([
  [9_007_199_254_740_993n, '9007199254740993'],
  [-18_446_744_073_709_551_615n, '-18446744073709551615'],
  [1e20, '1e+20'],
  [2 ** 53, '9.007199254740992e+15'],
  [0.1, '0.1'],
  [-7, '-7'],
  ['a "quoted" line\n', '"a \\"quoted\\" line\\n"'],
  [{ a: [null, true, { b: 12_345_678_901_234_567_890n }] }, '{"a":[null,true,{"b":12345678901234567890}]}'],
])('%o is written as %s and read back', (value, text) => {
  expect(writeWhole(value)).toBe(text)
  expect(readWhole(text)).toStrictEqual(value)
})

test('what is undefined is left out, and nonsense is refused', () => {
  expect(writeWhole({ a: undefined, b: 1 })).toBe('{"b":1}')
  expect(() => readWhole('{"a":')).toThrow()
})

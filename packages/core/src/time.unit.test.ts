// Instants and durations: what is one, how they are made, compared and added.

import { expect, test } from 'vitest'
import { earliest, fromNanos, instantKey, later, micros, milliseconds, nearest, plus, seconds, zero } from './time.ts'

test.each([0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, -0.1])('%s is no number of microseconds', (value) => {
  expect(() => micros(value)).toThrow(RangeError)
})

test.each([0, 1, -1, 2 ** 53 - 1])('%s is one', (value) => {
  expect(micros(value)).toBe(value)
})

test('durations are rounded down, nanoseconds toward zero', () => {
  const made = [seconds(1.000_000_9), seconds(-0.000_000_1), milliseconds(1.000_9), milliseconds(-0.000_1)]
  const nanos = [1_999, -1_999, 1_999n, -1_999n, null, undefined].map(fromNanos)
  expect([...made, ...nanos, zero]).toEqual([1_000_000, -1, 1_000, -1, 1, -1, 1, -1, 0, 0, 0])
})

test('instants are compared, added and written so that texts sort as they do', () => {
  const instants = [0, 1, 9, 10, 1_700_000_000_000_000].map(micros)
  for (const a of instants) {
    for (const b of instants) {
      const keys = [instantKey(a), instantKey(b)]
      expect([later(a, b), earliest([a, b]), plus(a, b), [...keys].sort()[0]]).toEqual([
        Math.max(a, b),
        Math.min(a, b),
        a + b,
        instantKey(micros(Math.min(a, b))),
      ])
    }
    expect([earliest([undefined, a]), earliest([a, undefined]), earliest([a])]).toEqual([a, a, a])
  }
  expect([earliest([]), earliest([undefined])]).toEqual([undefined, undefined])
})

test('what comes from outside ends where instants do', () => {
  const most = micros(Number.MAX_SAFE_INTEGER)
  const least = micros(Number.MIN_SAFE_INTEGER)
  const found = [
    nearest(2 ** 63),
    nearest(-Infinity),
    fromNanos(2n ** 63n - 1n),
    fromNanos(-1e300),
    plus(most, micros(1)),
  ]
  expect([...found, plus(most, micros(-1)), nearest(7)]).toEqual([most, least, most, least, most, most - 1, 7])
})

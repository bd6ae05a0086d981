// Times as Nomad writes them, against the host's own calendar.

import { expect, test } from 'vitest'
import { instant, nanosAt } from './fields.ts'

test.each([
  '1970-01-01T00:00:00Z',
  '2024-02-29T23:59:59.123456Z',
  '2030-01-01T00:00:00.5+02:00',
  '1999-12-31T23:59:59-11:30',
  '2100-03-01T00:00:00Z',
])('%s', (text) => {
  const fraction = /\.(\d+)/.exec(text)?.[1]?.padEnd(6, '0') ?? '000000'
  const whole = Date.parse(text.replace(/\.\d+/, ''))
  expect(instant(text)).toBe(whole * 1_000 + Number(fraction))
})

test.each(['', 'yesterday', '0001-01-01T00:00:00Z', '2030-01-01'])('%j is never', (text) => {
  expect(instant(text)).toBe(0)
})

test.each([
  ['9999-12-31T23:59:59Z', Number.MAX_SAFE_INTEGER],
  ['1500-01-01T00:00:00Z', Number.MIN_SAFE_INTEGER],
])('%j is as near as instants come', (text, micros) => {
  expect(instant(text)).toBe(micros)
})

test.each([
  [9_223_372_036_854_775_807n, Number.MAX_SAFE_INTEGER],
  [1e300, Number.MAX_SAFE_INTEGER],
  [-1e300, Number.MIN_SAFE_INTEGER],
])('%s nanoseconds are as near as instants come', (value, micros) => {
  expect(nanosAt({ at: value }, 'at')).toBe(micros)
})

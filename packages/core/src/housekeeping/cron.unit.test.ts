// The next instants of cron lines. Rules: semantics/4 §8.1.

import { expect, test } from 'vitest'
import { micros } from '../time.ts'
import { nextOfCron } from './cron.ts'

function next(line: string, after: string, offsetHours = 0): string | undefined {
  const found = nextOfCron(line, micros(Date.parse(after) * 1_000), () => offsetHours * 3_600)
  return found === undefined ? undefined : new Date(found / 1_000).toISOString().replace('.000', '')
}

test.each([
  ['* * * * *', '2024-02-28T23:59:59Z', '2024-02-29T00:00:00Z'],
  ['*/15 * * * *', '2026-01-01T00:00:00Z', '2026-01-01T00:15:00Z'],
  ['5/20 3 * * *', '2026-01-01T03:25:00Z', '2026-01-01T03:45:00Z'],
  ['0 12 1,15 * *', '2026-01-01T12:00:00Z', '2026-01-15T12:00:00Z'],
  ['30 9 * * mon-fri', '2026-01-02T10:00:00Z', '2026-01-05T09:30:00Z'],
  ['0 0 13 * 5', '2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z'],
  ['0 0 29 2 *', '2026-01-01T00:00:00Z', '2028-02-29T00:00:00Z'],
  ['0 0 L * *', '2026-02-01T00:00:00Z', '2026-02-28T00:00:00Z'],
  ['0 0 LW * *', '2026-01-01T00:00:00Z', '2026-01-30T00:00:00Z'],
  ['0 0 1W * *', '2026-08-01T00:00:00Z', '2026-08-03T00:00:00Z'],
  ['0 0 * * 5L', '2026-01-01T00:00:00Z', '2026-01-30T00:00:00Z'],
  ['0 0 * * mon#2', '2026-01-01T00:00:00Z', '2026-01-12T00:00:00Z'],
  ['0 0 * * 7', '2026-01-01T00:00:00Z', '2026-01-04T00:00:00Z'],
  ['0 0 1 jan * 2030', '2026-01-01T00:00:00Z', '2030-01-01T00:00:00Z'],
  ['*/10 * * * * * *', '2026-01-01T00:00:05.5Z', '2026-01-01T00:00:10Z'],
  ['@hourly', '2026-12-31T23:00:00Z', '2027-01-01T00:00:00Z'],
  ['@weekly', '2026-01-01T00:00:00Z', '2026-01-04T00:00:00Z'],
  ['@yearly', '2026-01-01T00:00:00Z', '2027-01-01T00:00:00Z'],
])('after %s at %s comes %s', (line, after, then) => {
  expect(next(line, after)).toBe(then)
})

test('a line whose years are over has no next instant', () => {
  expect(next('0 0 1 1 * 2020', '2026-01-01T00:00:00Z')).toBeUndefined()
})

test('the clocks of a zone count', () => {
  expect(next('0 6 * * *', '2026-01-01T00:00:00Z', 2)).toBe('2026-01-01T04:00:00Z')
  expect(next('0 1 * * *', '2026-01-01T00:00:00Z', -5)).toBe('2026-01-01T06:00:00Z')
})

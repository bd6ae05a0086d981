// Durations are printed and read as Go does.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseDuration, printDuration } from './durations.ts'

describe('printing', () => {
  it.each([
    [0, '0s'],
    [1, '1ns'],
    [-1_000_000_000, '-1s'],
    [1_500, '1.5µs'],
    [100_000_000, '100ms'],
    [1_500_000_000, '1.5s'],
    [60_000_000_000, '1m0s'],
    [300_000_000_000, '5m0s'],
    [3_600_000_000_000, '1h0m0s'],
    [86_400_000_000_000, '24h0m0s'],
    [9_223_372_036_854_775_807n, '2562047h47m16.854775807s'],
  ])('%s nanoseconds are %s', (nanos, text) => expect(printDuration(nanos)).toBe(text))
})

describe('reading', () => {
  it.each([
    ['0', 0],
    ['10s', 10_000_000_000],
    ['1h0m0s', 3_600_000_000_000],
    ['-1.5s', -1_500_000_000],
    ['.5ms', 500_000],
    ['2µs', 2_000],
  ])('%s is understood', (text, nanos) => expect(parseDuration(text)).toEqual({ ok: true, nanos }))

  it.each([
    ['', 'time: invalid duration ""'],
    ['s', 'time: invalid duration "s"'],
    ['10', 'time: missing unit in duration "10"'],
    ['10x', 'time: unknown unit "x" in duration "10x"'],
    ['1s!', 'time: unknown unit "s!" in duration "1s!"'],
    ['9999999h', 'time: invalid duration "9999999h"'],
  ])('%s is refused', (text, why) => expect(parseDuration(text)).toEqual({ ok: false, text: why }))

  it('understands everything that was printed', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (nanos) => {
        expect(parseDuration(printDuration(nanos))).toEqual({ ok: true, nanos })
      }),
    )
  })
})

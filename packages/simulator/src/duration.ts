// Durations in driver configurations: Go's duration texts, or plain numbers of nanoseconds.

import { fromNanos, type Json, type Micros, micros, plus, zero } from '@cutover/core'

const units: Readonly<Record<string, number>> = {
  ns: 0.001,
  us: 1,
  µs: 1,
  ms: 1_000,
  s: 1_000_000,
  m: 60_000_000,
  h: 3_600_000_000,
}

/** A duration; zero for nothing and for what cannot be read. */
export function duration(value: Json | undefined): Micros {
  if (typeof value === 'number' || typeof value === 'bigint') return fromNanos(value)
  if (typeof value !== 'string') return zero
  let sum = zero
  for (const [, amount, unit] of value.matchAll(/(\d+(?:\.\d+)?)(ns|us|µs|ms|s|m|h)/g)) {
    sum = plus(sum, micros(Math.round(Number(amount) * (units[unit ?? ''] ?? 0))))
  }
  return sum
}

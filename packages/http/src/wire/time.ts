// Instants and durations on the wire: integer nanoseconds, or RFC 3339 texts. The only place that sees nanoseconds, and they never
// pass through a double. Rules: client-surface §1.5.

import type { Micros } from '@cutover/core'

/** Microseconds as integer nanoseconds, with all digits. */
export function nanos(value: Micros): number | bigint {
  const result = value * 1_000
  return Number.isSafeInteger(result) ? result : BigInt(value) * 1_000n
}

/** An instant as RFC 3339 in UTC with as many fraction digits as it has, or `null` for "never". */
export function rfc3339(value: Micros): string | null {
  if (value === 0) return null
  const whole = Math.floor(value / 1_000_000)
  const fraction = String(value - whole * 1_000_000)
    .padStart(6, '0')
    .replace(/0+$/, '')
  const date = new Date(whole * 1_000).toISOString().slice(0, 19)
  return `${date}${fraction === '' ? '' : `.${fraction}`}Z`
}

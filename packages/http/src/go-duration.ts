// Durations as Go writes them: `5s`, `2000ms`, `1m30s`. Rules: client-surface §2.1.

import { type Micros, micros } from '@cutover/core'

const unitMicros: Readonly<Record<string, number>> = {
  ns: 0.001,
  us: 1,
  µs: 1,
  μs: 1,
  ms: 1_000,
  s: 1_000_000,
  m: 60_000_000,
  h: 3_600_000_000,
}

/** The duration, or undefined when the text is none. */
export function goDuration(text: string): Micros | undefined {
  const parts = /^([+-]?)((?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+$/.exec(text)
  if (text === '0' || text === '+0' || text === '-0') return micros(0)
  if (!parts) return undefined
  let sum = 0
  for (const [, amount, unit] of text.matchAll(/(\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h)/g)) {
    sum += Number(amount) * (unitMicros[unit ?? ''] ?? 0)
  }
  const value = Math.trunc(sum)
  return Number.isSafeInteger(value) ? micros(parts[1] === '-' ? -value : value) : undefined
}

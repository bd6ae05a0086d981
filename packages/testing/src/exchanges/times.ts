// Compares instants by their distance from the answer that tells them. Rules: oracle/README-http §4.2.

import type { Bindings } from './bindings.ts'

const rfc3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/
const nanoseconds = /^(?:1[6-9]\d{17}|2\d{18})$/

/** How far a distance may be off: 25 s and 2 %. */
const slackSeconds = 25
const slackShare = 0.02
/** Clocks of recordings are cut to milliseconds, and a story begins a little before its first answer. */
const beginSlackSeconds = 2

/** What is said of an instant that the client chose and that came back without what lies below its microseconds. */
export const cutBelowMicros = 'cut below a microsecond'

/** The instants, in nanoseconds, that a request chooses. */
export function chosenInstants(body: string): readonly string[] {
  return [...body.matchAll(/"PromotedAt"\s*:\s*(\d+)\s*[,}]/gi)].flatMap(([, instant]) => instant ?? [])
}

/** Whether the one is the other without what lies below its microseconds. */
export function isCutBelowMicros(recorded: string, actual: string): boolean {
  const below = BigInt(recorded) % 1_000n
  return below !== 0n && BigInt(actual) === BigInt(recorded) - below
}

export function isRfc3339(text: string): boolean {
  return rfc3339.test(text)
}

export function isNanoseconds(text: string): boolean {
  return nanoseconds.test(text)
}

/** What keeps two RFC 3339 times from being equal. */
export function rfc3339Difference(recorded: string, actual: string, bindings: Bindings): string | undefined {
  const zone = rfc3339.exec(actual)?.[1]
  if (zone === undefined || (zone === 'Z') !== (rfc3339.exec(recorded)?.[1] === 'Z')) return 'time'
  return instantDifference(Date.parse(recorded) / 1_000, Date.parse(actual) / 1_000, bindings)
}

/** What keeps two instants in nanoseconds from being equal. */
export function nanosecondsDifference(recorded: string, actual: string, bindings: Bindings): string | undefined {
  if (!isNanoseconds(actual)) return 'time'
  return instantDifference(Number(recorded) / 1e9, Number(actual) / 1e9, bindings)
}

function instantDifference(recorded: number, actual: number, { begun, now }: Bindings): string | undefined {
  if (recorded < begun.recorded - beginSlackSeconds)
    return actual > begun.actual + beginSlackSeconds ? 'time' : undefined
  const want = recorded - now.recorded
  const got = actual - now.actual
  return Math.abs(want - got) > slackSeconds + slackShare * Math.abs(want) ? 'time offset' : undefined
}

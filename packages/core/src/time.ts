// The one unit of time inside: integer microseconds, for instants (since 1970) and durations alike.
// Nanoseconds exist only in job documents as clients send them and in wire codecs; both convert here.

declare const microsUnit: unique symbol

/** Integer microseconds: an instant since the Unix epoch, or a duration. Zero as an instant means "never set". */
export type Micros = number & { readonly [microsUnit]: true }

function isMicros(value: number): value is Micros {
  return Number.isSafeInteger(value)
}

/** An integer number of microseconds; anything else is a bug of the caller and fails the assertion. */
export function micros(value: number): Micros {
  if (!isMicros(value)) throw new RangeError(`not an integer number of microseconds: ${value}`)
  return value
}

/** The instant or duration zero: "never" for instants. */
export const zero: Micros = micros(0)

/** A duration of whole or fractional seconds as microseconds, rounded down. */
export function seconds(value: number): Micros {
  return micros(Math.floor(value * 1_000_000))
}

/** A duration of milliseconds as microseconds. */
export function milliseconds(value: number): Micros {
  return micros(Math.floor(value * 1_000))
}

/**
 * A number of microseconds that came from outside: beyond 285 years, which is as far as they can be counted, it is that. Nomad's
 * own durations end at 292 years.
 */
export function nearest(value: number): Micros {
  return micros(Math.max(-farthest, Math.min(value, farthest)))
}

const farthest = Number.MAX_SAFE_INTEGER

/** Nanoseconds (as job documents and Nomad's wire carry them) to microseconds, rounded toward zero, 285 years at most. */
export function fromNanos(value: number | bigint | null | undefined): Micros {
  return nearest(typeof value === 'bigint' ? Number(value / 1_000n) : Math.trunc((value ?? 0) / 1_000))
}

/** The later of two instants. */
export function later(a: Micros, b: Micros): Micros {
  return micros(Math.max(a, b))
}

/** The earliest of some instants; undefined when there is none. */
export function earliest(instants: Iterable<Micros | undefined>): Micros | undefined {
  let first: Micros | undefined
  for (const instant of instants) if (instant !== undefined) first = micros(Math.min(instant, first ?? instant))
  return first
}

/** An instant moved by a duration, as far as instants go. */
export function plus(instant: Micros, duration: Micros): Micros {
  return nearest(instant + duration)
}

/** A text that sorts as the instant does. */
export function instantKey(instant: Micros): string {
  return String(instant).padStart(16, '0')
}

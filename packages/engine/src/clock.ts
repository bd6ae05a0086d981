// The clock port: the instant, and a timer. Adapters get time from here and nowhere else, so that a virtual clock can stand in.

import { later, type Micros, micros, zero } from '@cutover/core'

/** Where time comes from. */
export interface Clock {
  /** The instant; never earlier than one it gave before. */
  readonly now: () => Micros
  /** Calls `fn` once, not before `at`. Returns what cancels it. */
  readonly setTimer: (at: Micros, fn: () => void) => () => void
}

/** The longest that one timer of the host may wait, in milliseconds; a longer wait is made of several. */
const hostWaitMaxMs = 2 ** 31 - 1

/** The clock of the host, in steps of a millisecond. It stands still when the host's clock is set back. */
export function systemClock(): Clock {
  let latest = zero
  function now(): Micros {
    latest = later(latest, micros(Date.now() * 1_000))
    return latest
  }
  function setTimer(at: Micros, fn: () => void): () => void {
    let handle: NodeJS.Timeout
    function arm(): void {
      const waitMs = Math.ceil((at - now()) / 1_000)
      if (waitMs > hostWaitMaxMs) handle = setTimeout(arm, hostWaitMaxMs)
      else handle = setTimeout(fn, Math.max(0, waitMs))
    }
    arm()
    return () => clearTimeout(handle)
  }
  return { now, setTimer }
}

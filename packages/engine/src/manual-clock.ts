// A clock that moves only when told: for tests and for embedders that bring their own time.

import type { Micros } from '@cutover/core'
import type { Clock } from './clock.ts'

/** A clock with its hands outside. */
export interface ManualClock extends Clock {
  /** Moves to `to` and fires what is due on the way, in order of time, then of setting. Going back is ignored. */
  readonly advanceTo: (to: Micros) => void
  /** How many timers are set. */
  readonly pending: () => number
  /** The instant of the earliest timer. */
  readonly next: () => Micros | undefined
}

interface Timer {
  readonly at: Micros
  readonly fn: () => void
}

/** A clock that stands at `start` until it is advanced. */
export function manualClock(start: Micros): ManualClock {
  const timers = new Set<Timer>()
  let present = start
  function earliest(): Timer | undefined {
    let first: Timer | undefined
    for (const timer of timers) if (first === undefined || timer.at < first.at) first = timer
    return first
  }
  function setTimer(at: Micros, fn: () => void): () => void {
    const timer: Timer = { at, fn }
    timers.add(timer)
    return () => void timers.delete(timer)
  }
  function advanceTo(to: Micros): void {
    for (let due = earliest(); due !== undefined && due.at <= to; due = earliest()) {
      timers.delete(due)
      if (due.at > present) present = due.at
      due.fn()
    }
    if (to > present) present = to
  }
  return { now: () => present, setTimer, advanceTo, pending: () => timers.size, next: () => earliest()?.at }
}

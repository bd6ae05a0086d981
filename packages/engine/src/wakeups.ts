// One timer for the earliest instant at which any process manager wants to be asked again.

import type { Micros } from '@cutover/core'
import type { Clock } from './clock.ts'

/** The engine's one timer. */
export interface Wakeups {
  /** Asks when the next turn is due, as soon as nobody waits for anything else, and sets the timer to it. */
  readonly renew: () => void
  /** Sets the timer to `at`, or to none. Setting the same instant again changes nothing. */
  readonly set: (at: Micros | undefined) => void
  /** What the timer is set to. */
  readonly due: () => Micros | undefined
}

/** What a timer is set by, and what it is for. */
export interface WakeupPorts {
  readonly clock: Clock
  /** The next instant at which there is something to do. */
  readonly next: () => Micros | undefined
  /** Called when the clock reaches what the timer was set to. */
  readonly fire: () => void
}

/** A timer that is not set. */
export function createWakeups({ clock, next, fire }: WakeupPorts): Wakeups {
  const soon = clock.soon ?? queueMicrotask
  let due: Micros | undefined
  let cancel: (() => void) | undefined
  let isRenewing = false

  function ring(): void {
    due = undefined
    cancel = undefined
    fire()
  }

  function arm(at: Micros | undefined): void {
    if (at === due) return
    cancel?.()
    due = at
    cancel = at === undefined ? undefined : clock.setTimer(at, ring)
  }

  function set(at: Micros | undefined): void {
    isRenewing = false
    arm(at)
  }

  function renewed(): void {
    if (!isRenewing) return
    isRenewing = false
    arm(next())
  }

  function renew(): void {
    if (isRenewing) return
    isRenewing = true
    // A failed assertion of a manager comes too late for the callers, who are to be answered: it goes to nobody.
    soon(renewed)
  }

  return { renew, set, due: () => due }
}

// One timer for the earliest instant at which any process manager wants to be asked again.

import { type Manager, type Micros, nextWakeup, type State } from '@cutover/core'
import type { Clock } from './clock.ts'

/** The engine's one timer. */
export interface Wakeups {
  /** Sets the timer to `at`, or to none. Setting the same instant again changes nothing. */
  readonly set: (at: Micros | undefined) => void
  /** What the timer is set to. */
  readonly due: () => Micros | undefined
}

/** A timer that calls `fire` when the clock reaches what it was set to. */
export function createWakeups(clock: Clock, fire: () => void): Wakeups {
  let due: Micros | undefined
  let cancel: (() => void) | undefined

  function ring(): void {
    due = undefined
    cancel = undefined
    fire()
  }

  function set(at: Micros | undefined): void {
    if (at === due) return
    cancel?.()
    due = at
    cancel = at === undefined ? undefined : clock.setTimer(at, ring)
  }

  return { set, due: () => due }
}

/**
 * When the managers want their next turn after a state. A failed assertion of a manager comes too late for the callers, who are
 * to be answered, but must not pass in silence.
 */
export function wakeupAfter(state: State, managers: readonly Manager[]): Micros | undefined {
  try {
    return nextWakeup(state, managers)
  } catch (error) {
    queueMicrotask(() => {
      throw error
    })
    return undefined
  }
}

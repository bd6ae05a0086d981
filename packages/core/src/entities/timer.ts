// An instant that a process manager waits for, by name: what a manager must remember between entries is a row of the state.

import type { Micros } from '../time.ts'

/** One pending instant. */
export interface Timer {
  /** Whose, and what for: `drainer`, `housekeeping/garbage` … */
  readonly name: string
  readonly due: Micros
  readonly modifyIndex: number
}

/** What happens to timers. They are invisible to clients of Nomad's API. */
export interface TimerEvents {
  TimerSet: { readonly name: string; readonly due: Micros }
  TimerCleared: { readonly name: string }
}

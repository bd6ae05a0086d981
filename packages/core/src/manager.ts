// What a process manager is: a pure function from the state to commands, and the next instant at which it wants to be asked again.
// It holds no memory of its own: what it must remember between entries is a row of the state (design §2.8).

import type { Command } from './command.ts'
import type { Entry, Origin } from './entry.ts'
import type { State } from './state.ts'
import type { Micros } from './time.ts'

/** Why a manager is asked. */
export interface Trigger {
  readonly at: Micros
  /** The entries since it was last asked; undefined after a restart, when it must look at everything. */
  readonly entries: readonly Entry[] | undefined
  /**
   * Which of several equal allocations a scheduler takes where Nomad leaves it to chance: the first by name (the default), or the
   * first by id, which is another one with every seed.
   */
  readonly ties?: 'name' | 'id' | undefined
  /** Searches texts for the regular expressions of jobs; the host's own by default, which some patterns keep busy for ages. */
  readonly finds?: PatternSearch | undefined
}

/** Whether a text holds what a regular expression describes; one that cannot be read describes nothing. */
export type PatternSearch = (pattern: string, text: string) => boolean

/** A process manager. */
export interface Manager {
  readonly name: Origin
  /** What it wants done now. Asked again after its commands were taken, until it answers nothing. */
  readonly react: (state: State, trigger: Trigger) => readonly Command[]
  /** The next instant at which it has something to do though nothing happens, in O(log n). */
  readonly nextWakeup: (state: State) => Micros | undefined
}

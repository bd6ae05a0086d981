// The state after commands that are yet to be taken: a manager that answers several steps at once decides the later
// ones on it.

import type { Command } from '../command.ts'
import { isRefusal } from '../refusal.ts'
import type { State } from '../state.ts'
import type { Micros } from '../time.ts'
import { transition } from '../transition.ts'

/** Takes the commands one after the other, as the machine will; a refused one changes nothing. */
export function speculate(state: State, commands: readonly Command[], at: Micros): State {
  let current = state
  for (const command of commands) {
    const taken = transition(current, command, { at, term: current.term, by: 'scheduler', after: current.lastIndex })
    if (!isRefusal(taken)) current = taken.state
  }
  return current
}

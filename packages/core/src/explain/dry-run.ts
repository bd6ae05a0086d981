// What a command would do, without doing it: its entries and those of the process managers' answers, the rows that would change,
// and what every deployment that it touches would wait for afterwards.

import type { Command, Reply } from '../command.ts'
import type { Entry, Stamp } from '../entry.ts'
import { step } from '../machine.ts'
import type { Manager } from '../manager.ts'
import { isRefusal, type Refusal } from '../refusal.ts'
import type { State } from '../state.ts'
import { blockers } from './blockers.ts'
import { diffStates, type RowChange } from './state-diff.ts'
import type { Waiting } from './waiting.ts'

/** What a command would do. `refusal` beside entries: a part of it was refused after the rest was kept. */
export interface DryRun {
  readonly entries: readonly Entry[]
  readonly changes: readonly RowChange[]
  readonly reply: Reply
  readonly refusal: Refusal | undefined
  /** By deployment, in id order: what it would wait for. */
  readonly waiting: readonly { readonly deploymentId: string; readonly waiting: Waiting }[]
  readonly state: State
}

/** Tries a command on a state that stays as it is; a refusal is what `whyNot` explains. */
export function dryRun(state: State, command: Command, stamp: Stamp, managers: readonly Manager[]): DryRun | Refusal {
  const outcome = step(state, command, stamp, managers)
  if (isRefusal(outcome)) return outcome
  const changes = diffStates(state, outcome.state)
  const touched = changes.filter(({ table, after }) => table === 'deployments' && after !== undefined)
  const waiting = touched.map(({ key }) => ({ deploymentId: key, waiting: blockers(outcome.state, key) }))
  const { entries, reply, refusal } = outcome
  return { entries, changes, reply, refusal, waiting, state: outcome.state }
}

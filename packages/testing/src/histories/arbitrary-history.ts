// Random histories of commands, valid and invalid ones mixed, and the states that they lead to. Whatever shrinking leaves out, what is
// left is a history: intents find their rows when they are played.

import { isRefusal, type State, transition } from '@cutover/core'
import fc from 'fast-check'
import { commandFor } from './command-choice.ts'
import { firstState } from './first-state.ts'
import type { Intent } from './intent.ts'
import { weightedVerbs } from './random-history.ts'

/** How long histories are, and how much of them is meant wrongly. */
export interface HistoryOptions {
  /** Default: 160; the average is half of it. */
  readonly maxLength?: number
  /** Of a hundred. Default: 15. */
  readonly wrongPercent?: number
}

const verbs = fc.oneof(...weightedVerbs.map(([verb, weight]) => ({ arbitrary: fc.constant(verb), weight })))

/** Histories as intents. Shrinks to shorter ones. */
export function arbitraryHistory({
  maxLength = 160,
  wrongPercent = 15,
}: HistoryOptions = {}): fc.Arbitrary<readonly Intent[]> {
  const intent = fc.record({
    verb: verbs,
    lots: fc.nat({ max: 0x7ffffffe }),
    isWrong: fc.nat({ max: 99 }).map((percent) => percent < wrongPercent),
  })
  return fc.noBias(fc.array(intent, { maxLength, size: 'max' }))
}

/** States that a history of commands has led to: whatever is in them can happen. */
export function arbitraryState(options: HistoryOptions = {}): fc.Arbitrary<State> {
  return arbitraryHistory(options).map(stateAfterHistory)
}

/** The state after a history; what is refused changes nothing. */
export function stateAfterHistory(intents: readonly Intent[]): State {
  let state = firstState
  for (const intent of intents) {
    const { command, at } = commandFor(state, intent)
    const taken = transition(state, command, { at, term: 1, by: 'import' })
    if (!isRefusal(taken)) state = taken.state
  }
  return state
}

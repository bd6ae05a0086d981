// Ladders: the refusals of a command in the order in which they are checked, each rung repairing one more fault than the one
// before, and at the end what follows when nothing is wrong.

import { type Command, type Event, isRefusal, micros, type RefusalCode, type Stamp, type State, transition } from '@cutover/core'
import { describe, expect, test } from 'vitest'

/** One rung: what is the matter, where, with which command, and what follows. */
export type Rung = readonly [
  name: string,
  state: State,
  command: Command,
  /** The refusal, or for each entry that is written the types of its events. */
  then: RefusalCode | readonly (readonly Event['type'][])[],
]

/** The stamp of every rung. */
export const ladderStamp: Stamp = { at: micros(1_700_000_100_000_000), term: 1, by: 'operator' }

/** Declares one test for each rung. */
export function ladder(title: string, rungs: readonly Rung[]): void {
  describe(title, () => {
    test.each(rungs.map((rung) => ({ name: rung[0], rung })))('$name', ({ rung: [, state, command, then] }) => {
      expect(outcomeOf(state, command)).toEqual(then)
    })
  })
}

/** The refusal of a command, or the types of the events of each entry that it writes. */
export function outcomeOf(state: State, command: Command): RefusalCode | readonly (readonly Event['type'][])[] {
  const taken = transition(state, command, ladderStamp)
  if (isRefusal(taken)) return taken.code
  return taken.refusal ? taken.refusal.code : taken.entries.map(({ events }) => events.map(({ type }) => type))
}

/** The state after commands that must all be taken. */
export function stateAfter(state: State, ...commands: readonly Command[]): State {
  return commands.reduce((before, command) => {
    const taken = transition(before, command, ladderStamp)
    if (isRefusal(taken)) throw new Error(`${command.type}: ${taken.text}`)
    if (taken.refusal) throw new Error(`${command.type}: ${taken.refusal.text}`)
    return taken.state
  }, state)
}

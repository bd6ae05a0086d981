// Ladders: the refusals of a command in the order in which they are checked, each rung repairing one more fault than the one
// before, and at the end what follows when nothing is wrong.

import { type Command, type Event, isRefusal, type RefusalCode, type State, transition } from '@cutover/core'
import { describe, expect, test } from 'vitest'
import { ladderStamp } from './small-cluster.ts'

/** One rung: what is the matter, where, with which command, and what follows. */
export type Rung = readonly [
  name: string,
  state: State,
  command: Command,
  /** The refusal, or for each entry that is written the types of its events. */
  then: RefusalCode | readonly (readonly Event['type'][])[],
]

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

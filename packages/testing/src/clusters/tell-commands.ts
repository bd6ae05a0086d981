// Random commands on the state that a story ends in, told by how many were taken, what was refused and how often, and a digest of what came of
// them: no process manager answers, so that changes meet states which nobody would have brought about.

import {
  type Command,
  type Entry,
  hashState,
  initialState,
  isRefusal,
  type Micros,
  plus,
  type Refusal,
  replay,
  replayAll,
  type Stamp,
  type State,
  seconds,
  type Transition,
  transition,
} from '@cutover/core'
import { diffStates, whyNot } from '@cutover/core/explain'
import { streamEvents } from '@cutover/core/stream'
import { Draws } from '../histories/intent.ts'
import { digestValue } from '../text-digest.ts'
import { randomCommand } from './random-changes.ts'
import { playCluster } from './random-cluster.ts'

/** What came of one command. */
export interface Taken {
  readonly before: State
  readonly command: Command
  readonly stamp: Stamp
  readonly outcome: Transition | Refusal
  /** The state after it; the one before where it was refused. */
  readonly after: State
}

/** Gives commands to the state that a story ends in, one after the other; answers the state before them and what came of each. */
export function giveCommands(
  seed: number,
  length: number,
): { readonly origin: State; readonly taken: readonly Taken[] } {
  const draws = new Draws(seed * 104_729 + 5)
  const { state: origin } = playCluster(seed + 300, 5, () => undefined)
  const taken: Taken[] = []
  let before = origin
  for (let step = 0; step < length; step += 1) {
    const command = randomCommand(before, draws)
    const stamp: Stamp = { at: laterThan(before.at, draws), term: 1, by: 'operator' }
    const outcome = transition(before, command, stamp)
    const after = isRefusal(outcome) ? before : outcome.state
    taken.push({ before, command, stamp, outcome, after })
    before = after
  }
  return { origin, taken }
}

// Now and then so much later that what is over counts as old.
function laterThan(at: Micros, draws: Draws): Micros {
  const wait = draws.chance(4) ? draws.from(3_599, 3_600, 3_601, 14_400, 86_400) : draws.below(90)
  return plus(at, seconds(wait))
}

/** The commands of a seed; what they say is folded into an empty state, too, where none of the rows is that they speak of. */
export function digestCommands(seed: number, length: number): string {
  const { origin, taken } = giveCommands(seed, length)
  const refusals = new Map<string, number>()
  for (const { outcome } of taken) {
    const refusal = isRefusal(outcome) ? outcome : outcome.refusal
    if (refusal) refusals.set(refusal.code, (refusals.get(refusal.code) ?? 0) + 1)
  }
  const state = taken.at(-1)?.after ?? origin
  const hash = hashState(state)
  const entries = taken.flatMap(({ outcome }) => (isRefusal(outcome) ? [] : outcome.entries))
  if (hashState(replayAll(origin, entries)) !== hash) throw new Error(`commands ${seed}: replayed otherwise`)
  const said = [...refusals].sort().map(([code, count]) => `${code} ${count}`)
  return `commands ${seed}: ${state.lastIndex} entries, ${hash}, ${digestValue(taken.map(told))} ${strayOf(entries)}; refused: ${said.join(', ')}`
}

function told({ before, command, stamp, outcome, after }: Taken): unknown {
  if (isRefusal(outcome)) return [outcome, whyNot(before, command, stamp)]
  const objection = outcome.refusal && whyNot(before, command, stamp)
  return [outcome.refusal, objection, outcome.reply, stepOf(before, outcome.entries), after.indexes]
}

// Facts are never refused, whatever they meet.
function strayOf(entries: readonly Entry[]): string {
  const empty = initialState('nowhere')
  return digestValue(
    entries.map((entry) => {
      const after = replay(empty, entry)
      return [streamEvents(empty, entry), diffStates(empty, after), after.indexes]
    }),
  )
}

// What each entry says, tells the stream, and does to the rows.
function stepOf(before: State, entries: readonly Entry[]): readonly unknown[] {
  let from = before
  return entries.map((entry) => {
    const after = replay(from, entry)
    const told = [entry, streamEvents(from, entry), diffStates(from, after).map((change) => [change.key, change.after])]
    from = after
    return told
  })
}

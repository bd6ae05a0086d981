// Random commands on the state that a story ends in, told by how many were taken, what was refused and how often, and a digest of what came of
// them: no process manager answers, so that changes meet states which nobody would have brought about.

import {
  type Entry,
  hashState,
  isRefusal,
  micros,
  replay,
  replayAll,
  type Stamp,
  type State,
  transition,
} from '@cutover/core'
import { diffStates, whyNot } from '@cutover/core/explain'
import { streamEvents } from '@cutover/core/stream'
import { Draws } from '../histories/intent.ts'
import { hashText } from '../text-digest.ts'
import { randomCommand } from './random-changes.ts'
import { playCluster } from './random-cluster.ts'

/** The commands of a seed. */
export function digestCommands(seed: number, length: number): string {
  const draws = new Draws(seed * 104_729 + 5)
  const { state: origin } = playCluster(seed + 300, 5, () => undefined)
  const refusals = new Map<string, number>()
  const told: unknown[] = []
  const entries: Entry[] = []
  let state = origin
  for (let step = 0; step < length; step += 1) {
    const command = randomCommand(state, draws)
    const stamp: Stamp = { at: micros(state.at + draws.below(90) * 1_000_000), term: 1, by: 'operator' }
    const outcome = transition(state, command, stamp)
    const refusal = isRefusal(outcome) ? outcome : outcome.refusal
    if (refusal) {
      refusals.set(refusal.code, (refusals.get(refusal.code) ?? 0) + 1)
      told.push(refusal, whyNot(state, command, stamp))
    }
    if (isRefusal(outcome)) continue
    told.push(outcome.reply, stepOf(state, outcome.entries), outcome.state.indexes)
    entries.push(...outcome.entries)
    state = outcome.state
  }
  const hash = hashState(state)
  if (hashState(replayAll(origin, entries)) !== hash) throw new Error(`commands ${seed}: replayed otherwise`)
  const said = [...refusals].sort().map(([code, count]) => `${code} ${count}`)
  return `commands ${seed}: ${state.lastIndex} entries, ${hash}, ${digest(told)}; refused: ${said.join(', ')}`
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

function digest(value: unknown): string {
  const text = JSON.stringify(value, (_key, inner: unknown) => (typeof inner === 'bigint' ? `${inner}n` : inner))
  return hashText(text ?? '')
}

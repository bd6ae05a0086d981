// Decides a group of waiting commands, one after the other, on a root that is not durable yet. Pure: if the append fails,
// the result is dropped and nothing has happened.

import {
  type Command,
  type Entry,
  isRefusal,
  type Manager,
  type Micros,
  nextWakeup,
  type Origin,
  type Refusal,
  type Stamp,
  type State,
  type Step,
  settle,
  step,
} from '@cutover/core'
import type { Taken } from './commit.ts'
import type { Accepted, Refused } from './outcome.ts'

/** Who asks, and ids to use instead of derived ones. */
export interface SubmitOptions {
  /** The token or person behind the command; empty when unknown. */
  readonly actor?: string
  /** `operator` by default. */
  readonly by?: Origin
  readonly ids?: readonly string[]
  /** The same key again answers what the first use answered, as long as it is remembered (see `keys.ts`). */
  readonly key?: string
}

/** A turn of the writer: a command from outside, or the managers' own because an instant has come. */
export type Turn = { readonly command: Command; readonly options: SubmitOptions } | 'settle'

/** What stays the same for a group. */
export interface Circumstances {
  readonly at: Micros
  readonly term: number
  readonly managers: readonly Manager[]
}

/** What became of one turn. `broken` is a failed assertion of ours: it spoils that turn only. */
export type Verdict = Accepted | Refused | { readonly outcome: 'broken'; readonly error: unknown }

/** A decided group, not durable yet. */
export interface Group {
  readonly before: State
  readonly after: State
  readonly entries: readonly Entry[]
  readonly steps: readonly Taken[]
  /** One for each turn, in order. */
  readonly verdicts: readonly Verdict[]
  /** When the managers want to be asked again; meaningful when `isSettled`. */
  readonly wakeup: Micros | undefined
  /** Some turn was taken, so `wakeup` is known. */
  readonly isSettled: boolean
}

/** Takes every turn on the state that the one before left. */
export function decideGroup(before: State, turns: readonly Turn[], circumstances: Circumstances): Group {
  const entries: Entry[] = []
  const steps: Taken[] = []
  const verdicts: Verdict[] = []
  let state = before
  let isSettled = false
  for (const turn of turns) {
    const taken = attempt(state, turn, circumstances)
    if ('outcome' in taken) {
      verdicts.push(taken)
      continue
    }
    for (const entry of taken.entries) entries.push(entry)
    if (taken.entries.length > 0) steps.push({ before: state, entries: taken.entries, after: taken.state })
    verdicts.push(acceptedFrom(taken))
    state = taken.state
    isSettled = true
  }
  const wakeup = isSettled ? nextWakeup(state, circumstances.managers) : undefined
  return { before, after: state, entries, steps, verdicts, wakeup, isSettled }
}

function attempt(state: State, turn: Turn, circumstances: Circumstances): Step | Exclude<Verdict, Accepted> {
  try {
    const taken = take(state, turn, circumstances)
    return isRefusal(taken) ? { outcome: 'refused', refusal: taken } : taken
  } catch (error) {
    return { outcome: 'broken', error }
  }
}

function take(state: State, turn: Turn, { at, term, managers }: Circumstances): Step | Refusal {
  if (turn === 'settle') return settle(state, { at, term, by: 'housekeeping' }, managers)
  return step(state, turn.command, stampOf(turn.options, { at, term }), managers)
}

function stampOf({ actor, by, ids }: SubmitOptions, { at, term }: Pick<Circumstances, 'at' | 'term'>): Stamp {
  const stamp: Stamp = { at, term, by: by ?? 'operator', actor: actor ?? '' }
  return ids === undefined ? stamp : { ...stamp, ids }
}

function acceptedFrom({ reply, entries, refusal }: Step): Accepted {
  return { outcome: 'accepted', reply, indexes: entries.map((entry) => entry.index), refusal }
}

// Decides a group of waiting commands, one after the other, on a root that is not durable yet. Pure: if the append fails,
// the result is dropped and nothing has happened.

import {
  type AnsweredRequest,
  type Command,
  type Entry,
  isRefusal,
  type Json,
  type Manager,
  type Micros,
  type Origin,
  type Refusal,
  type Stamp,
  type State,
  type Step,
  settle,
  step,
} from '@cutover/core'
import { answeredRequest, fingerprintOf, keyReused, type RequestBounds, rememberRequest } from '@cutover/core/requests'
import type { Taken } from './commit.ts'
import type { Key } from './keys.ts'
import type { Accepted, Refused } from './outcome.ts'

/** Who asks, and ids to use instead of derived ones. */
export interface SubmitOptions {
  /** The token or person behind the command; empty when unknown. */
  readonly actor?: string
  /** `operator` by default. */
  readonly by?: Origin
  readonly ids?: readonly string[]
  /**
   * The same key again answers what the first use answered, after a restart too, as long as it is remembered: at most
   * `keysMax` keys (see `limits.ts`), each for `keyAgeMsMax`. A refusal, and an answer to what changed nothing, are
   * remembered as long as the engine runs. Default: none, every command is done.
   */
  readonly key?: string
  /** Tells the request from others under the same key, which are refused; by default the command does. */
  readonly fingerprint?: string
  /** What to keep beside the answer, and to hand back with it: called for a command with a key, before it is durable. Pure. */
  readonly note?: (answer: Pick<Accepted, 'reply' | 'refusal'>, after: State) => Json
}

/** A command from outside. */
export interface CommandTurn {
  readonly command: Command
  readonly options: SubmitOptions
}

/** A turn of the writer: a command, or the managers' own because an instant has come. */
export type Turn = CommandTurn | 'settle'

/** What stays the same for a group. */
export interface Circumstances {
  readonly at: Micros
  readonly term: number
  readonly managers: readonly Manager[]
  readonly requests: RequestBounds
  /** Somebody watches entry by entry: the states between the turns are kept. Else they would only be in the way of the garbage collector. */
  readonly isWatched: boolean
}

/** What became of one turn. `broken` is a failed assertion of ours: it spoils that turn only. */
export type Verdict = Accepted | Refused | { readonly outcome: 'broken'; readonly error: unknown }

/** A decided group, not durable yet. */
export interface Group {
  readonly before: State
  readonly after: State
  readonly entries: readonly Entry[]
  /** One for each turn that wrote, or one for all of them where nobody watches. */
  readonly steps: readonly Taken[]
  /** One for each turn, in order. */
  readonly verdicts: readonly Verdict[]
  /** Some turn was taken, so the managers may want to be asked at another instant. */
  readonly isSettled: boolean
}

/** A group of no turns, on a root. */
export function emptyGroup(root: State): Group {
  return { before: root, after: root, entries: [], steps: [], verdicts: [], isSettled: false }
}

/** Takes every turn on the state that the one before left, after those that the group has already. */
export function decideGroup(begun: Group, turns: readonly Turn[], circumstances: Circumstances): Group {
  const entries = begun.entries.slice()
  const { isWatched } = circumstances
  const steps = isWatched ? begun.steps.slice() : []
  const verdicts = begun.verdicts.slice()
  let { after: state, isSettled } = begun
  for (const turn of turns) {
    const taken = attempt(state, turn, circumstances)
    if ('outcome' in taken) {
      verdicts.push(taken)
      continue
    }
    for (const entry of taken.entries) entries.push(entry)
    if (isWatched && taken.entries.length > 0) steps.push({ before: state, entries: taken.entries, after: taken.state })
    verdicts.push(acceptedFrom(taken))
    state = taken.state
    isSettled = true
  }
  if (!isWatched) steps.push({ before: begun.before, entries, after: state })
  return { before: begun.before, after: state, entries, steps, verdicts, isSettled }
}

function attempt(state: State, turn: Turn, circumstances: Circumstances): Step | Verdict {
  try {
    const answered = turn === 'settle' ? undefined : answeredBefore(state, keyOf(turn), circumstances)
    if (answered) return answered
    const taken = take(state, turn, circumstances)
    return isRefusal(taken) ? { outcome: 'refused', refusal: taken } : taken
  } catch (error) {
    return { outcome: 'broken', error }
  }
}

/**
 * The answer to a request that was answered already; undefined when it was not. Asked of the state that the turns before have
 * left: a key that came twice in one group is done once.
 */
export function answeredBefore(
  state: State,
  request: Key | undefined,
  { at, requests }: Pick<Circumstances, 'at' | 'requests'>,
): Accepted | Refused | undefined {
  const found = request && answeredRequest(state, request.key, { at, keyAgeMax: requests.keyAgeMax })
  if (!found) return undefined
  if (found.fingerprint !== request.fingerprint) return { outcome: 'refused', refusal: keyReused() }
  const indexes = Array.from({ length: found.last - found.first + 1 }, (_, place) => found.first + place)
  return { outcome: 'accepted', reply: found.reply, indexes, refusal: found.refusal, ...noteOf(found) }
}

/** The key of a turn, if it has one. */
export function keyOf({ command, options }: CommandTurn): Key | undefined {
  const { key, fingerprint } = options
  return key === undefined ? undefined : { key, fingerprint: fingerprint ?? fingerprintOf(command) }
}

function take(state: State, turn: Turn, circumstances: Circumstances): Step | Refusal {
  const { at, term, managers } = circumstances
  if (turn === 'settle') return settle(state, { at, term, by: 'housekeeping' }, managers)
  const taken = step(state, turn.command, stampOf(turn.options, { at, term }), managers)
  const request = keyOf(turn)
  if (!request || isRefusal(taken)) return taken
  const note = turn.options.note?.(taken, taken.state)
  return rememberRequest(taken, { ...request, note }, circumstances.requests)
}

function stampOf({ actor, by, ids }: SubmitOptions, { at, term }: Pick<Circumstances, 'at' | 'term'>): Stamp {
  const stamp: Stamp = { at, term, by: by ?? 'operator', actor: actor ?? '' }
  return ids === undefined ? stamp : { ...stamp, ids }
}

function acceptedFrom({ reply, entries, refusal }: Step): Accepted {
  const indexes = entries.map((entry) => entry.index)
  const note = entries[0]?.request?.answered.note
  // A spread here would take longer than many a command.
  return note === undefined
    ? { outcome: 'accepted', reply, indexes, refusal }
    : { outcome: 'accepted', reply, indexes, refusal, note }
}

function noteOf(answered: AnsweredRequest | undefined): Pick<Accepted, 'note'> {
  return answered?.note === undefined ? {} : { note: answered.note }
}

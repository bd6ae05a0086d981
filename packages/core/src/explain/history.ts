// A log with its states: any index can be looked at, at the cost of folding a few entries. A fork shares everything before it.

import type { Entry, Index } from '../entry.ts'
import type { State } from '../state.ts'
import { replay, replayInSteps } from '../transition.ts'

/** How much lies between two states that are kept, in events and entries. Folding half of it is what a look costs on average. */
const stride = 256

/** Entries in a row, and the state before the first of them. Values: every change gives a history, the old one stays. */
export interface History {
  /** The state before the first entry. */
  readonly origin: State
  readonly entries: readonly Entry[]
  /** The state after the last entry. */
  readonly head: State
  /** States on the way, in the order of their indexes. */
  readonly kept: readonly State[]
}

/** A history without entries, which begins with this state. */
export function beginHistory(origin: State): History {
  return { origin, entries: [], head: origin, kept: [] }
}

/** An entry between the states before and after it. */
export type Seen = (entry: Entry, after: State, before: State) => void

/** The history with more entries at its end. Appending many at once is cheaper than one by one. */
export function extendHistory(history: History, more: readonly Entry[], seen?: Seen): History {
  const steps = extendInSteps(history, more, { eventsAtOnce: Number.POSITIVE_INFINITY, ...(seen ? { seen } : {}) })
  for (;;) {
    const { done, value } = steps.next()
    if (done) return value
  }
}

/** How a history grows. */
export interface Steps {
  /** How many events are folded between two rests. */
  readonly eventsAtOnce: number
  /** Is shown every entry. */
  readonly seen?: Seen
}

/** The same, with rests for whoever has to do other things meanwhile. */
export function* extendInSteps(history: History, more: readonly Entry[], steps: Steps): Generator<undefined, History> {
  const entries = [...history.entries]
  const kept = [...history.kept]
  let { head } = history
  let weight = weightSince(history)
  for (const entry of more) {
    if (entry.index !== head.lastIndex + 1) {
      throw new Error(`history: entry ${entry.index} does not follow ${head.lastIndex}`)
    }
    const before = head
    head = yield* replayInSteps(before, entry, steps.eventsAtOnce)
    entries.push(entry)
    steps.seen?.(entry, head, before)
    weight += weightOf(entry)
    if (weight < stride) continue
    kept.push(head)
    weight = 0
    yield
  }
  return { origin: history.origin, entries, head, kept }
}

function weightOf({ events }: Entry): number {
  return 1 + events.length
}

// What lies behind the last state that is kept.
function weightSince({ origin, entries, kept }: History): number {
  const since = entries.slice((kept.at(-1) ?? origin).lastIndex - origin.lastIndex)
  return since.reduce((sum, entry) => sum + weightOf(entry), 0)
}

/** The state right after the entry of this index; the origin for the index before the first. Undefined outside of the history. */
export function stateAt({ origin, entries, head, kept }: History, index: Index): State | undefined {
  if (index === head.lastIndex) return head
  const count = index - origin.lastIndex
  if (count < 0 || count > entries.length) return undefined
  const start = kept[keptUntil(kept, index) - 1] ?? origin
  return entries.slice(start.lastIndex - origin.lastIndex, count).reduce(replay, start)
}

// How many of the states that are kept are not newer than an index.
function keptUntil(kept: readonly State[], index: Index): number {
  return kept.filter(({ lastIndex }) => lastIndex <= index).length
}

/** The entry of this index. */
export function entryAt({ origin, entries }: History, index: Index): Entry | undefined {
  return entries[index - origin.lastIndex - 1]
}

/** The history up to and with this index, to go on from there in another way. Undefined outside of the history. */
export function forkAt(history: History, index: Index): History | undefined {
  const head = stateAt(history, index)
  if (!head) return undefined
  const count = index - history.origin.lastIndex
  const kept = history.kept.slice(0, keptUntil(history.kept, index))
  return { origin: history.origin, entries: history.entries.slice(0, count), head, kept }
}

/** Entries between the states before and after each, from a state on. */
export function* replayStates(
  start: State,
  entries: readonly Entry[],
): Generator<{ readonly entry: Entry; readonly before: State; readonly after: State }> {
  let before = start
  for (const entry of entries) {
    const after = replay(before, entry)
    yield { entry, before, after }
    before = after
  }
}

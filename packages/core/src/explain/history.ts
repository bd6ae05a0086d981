// A log with its states: any index can be looked at, at the cost of folding a few entries. A fork shares everything before it.

import type { Entry, Index } from '../entry.ts'
import type { State } from '../state.ts'
import { replay } from '../transition.ts'

/** How many entries lie between two states that are kept. Folding half of them is what a look costs on average. */
const stride = 128

/** Entries in a row, and the state before the first of them. Values: every change gives a history, the old one stays. */
export interface History {
  /** The state before the first entry. */
  readonly origin: State
  readonly entries: readonly Entry[]
  /** The state after the last entry. */
  readonly head: State
  /** The states after every `stride`-th entry. */
  readonly kept: readonly State[]
}

/** A history without entries, which begins with this state. */
export function beginHistory(origin: State): History {
  return { origin, entries: [], head: origin, kept: [] }
}

/** The history with more entries at its end. Appending many at once is cheaper than one by one. */
export function extendHistory(history: History, more: readonly Entry[]): History {
  const entries = [...history.entries]
  const kept = [...history.kept]
  let { head } = history
  for (const entry of more) {
    if (entry.index !== head.lastIndex + 1) {
      throw new Error(`history: entry ${entry.index} does not follow ${head.lastIndex}`)
    }
    head = replay(head, entry)
    entries.push(entry)
    if (entries.length % stride === 0) kept.push(head)
  }
  return { origin: history.origin, entries, head, kept }
}

/** The state right after the entry of this index; the origin for the index before the first. Undefined outside of the history. */
export function stateAt({ origin, entries, head, kept }: History, index: Index): State | undefined {
  if (index === head.lastIndex) return head
  const count = index - origin.lastIndex
  if (count < 0 || count > entries.length) return undefined
  const known = Math.floor(count / stride)
  const start = known === 0 ? origin : kept[known - 1]
  if (!start) return undefined
  return entries.slice(known * stride, count).reduce(replay, start)
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
  const kept = history.kept.slice(0, Math.floor(count / stride))
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

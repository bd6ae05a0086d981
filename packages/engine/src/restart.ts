// What an engine does first: the latest snapshot, then the entries after it. A log without a snapshot is a new one.

import { type Entry, type Index, initialState, nomadQuirks, type Quirks, replayAll, type State } from '@cutover/core'
import type { Log } from './log.ts'
import type { Seed } from './seed.ts'
import { restore, snapshotOf } from './snapshot.ts'

/** Entries that are read at once: few enough not to outlive the youngest memory. */
const pageSize = 1_024

/** What an engine starts with. */
export interface Start {
  readonly log: Log
  readonly seed: Seed
  readonly quirks?: Quirks
  /** Told of snapshots that are damaged. */
  readonly onWarning?: (text: string) => void
}

/** The state at the end of the log. A new log gets a snapshot at index 0, which is where its seed and its quirks are kept. */
export async function openState({ log, seed, quirks = nomadQuirks, onWarning }: Start): Promise<State> {
  const restored = await newestGoodState(log, { onWarning })
  if (restored) return foldRest(log, restored)
  const lastIndex = await log.lastIndex()
  if (lastIndex > 0) throw new Error(`the log has entries up to ${lastIndex} but no snapshot to start from`)
  const state = initialState(seed(), quirks)
  await log.putSnapshot(snapshotOf(state))
  // Another engine may have begun the same log at the same moment: what the log says holds.
  const begun = await newestGoodState(log, { onWarning })
  return begun === undefined ? state : foldRest(log, begun)
}

interface Search {
  readonly notAbove?: Index
  readonly onWarning?: ((text: string) => void) | undefined
}

/** The newest snapshot that can be restored; damaged ones are passed over. Rejects with the first damage when all are. */
async function newestGoodState(log: Log, { notAbove, onWarning }: Search): Promise<State | undefined> {
  let damage: unknown
  let snapshot = await log.latestSnapshot(notAbove)
  while (snapshot) {
    const { index } = snapshot.head
    try {
      return await restore(snapshot)
    } catch (error) {
      damage ??= error
      onWarning?.(`${error instanceof Error ? error.message : String(error)}; the snapshot before ${index} is used`)
    }
    snapshot = index > 0 ? await log.latestSnapshot(index - 1) : undefined
  }
  if (damage !== undefined) throw damage
  return undefined
}

/** The state after the last entry of the log, from a state somewhere in it. */
async function foldRest(log: Log, from: State): Promise<State> {
  let state = from
  for await (const page of readPages(log, from.lastIndex + 1)) state = replayAll(state, page)
  return state
}

/** The state at `index`, from the nearest snapshot below. Rejects when the log does not reach there. */
export async function stateAt(log: Log, index: Index): Promise<State> {
  const restored = await newestGoodState(log, { notAbove: index })
  if (!restored) throw new Error(`no snapshot at or below index ${index} is left`)
  let state = restored
  if (state.lastIndex === index) return state
  for await (const page of readPages(log, state.lastIndex + 1)) {
    state = replayAll(
      state,
      page.filter((entry) => entry.index <= index),
    )
    if (state.lastIndex === index) return state
  }
  throw new Error(`the log ends at ${state.lastIndex}, before index ${index}`)
}

/** The entries from an index to the end of the log, in pages. */
export async function* readPages(log: Log, from: Index): AsyncGenerator<readonly Entry[], void, undefined> {
  let next = from
  for (;;) {
    const page = await log.read(next, pageSize)
    if (page.length === 0) return
    for (const entry of page) {
      if (entry.index !== next) throw new Error(`the log has entry ${entry.index} where ${next} was due`)
      next += 1
    }
    yield page
  }
}

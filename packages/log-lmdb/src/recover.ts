// Giving up the end of a log, because somebody asked for it: the entries and snapshots after an index are removed for good.

import type { Index } from '@cutover/core'
import type { Codec } from '@cutover/record'
import { type BatchPlace, linkBefore } from './batches.ts'
import { linked, unlinked } from './chain.ts'
import { cutHistory, type StoreHistory, writeHistory } from './history.ts'
import { forgetSnapshots, snapshotIndexes, writeWithStructures } from './snapshot-store.ts'

/** Removes what lies after `index`, and tells the history of what is left. Throws, and removes nothing, when that could not be started from. */
export function recoverTo(place: BatchPlace, index: Index): StoreHistory {
  const { store, codec, history } = place
  const snapshots = snapshotIndexes(store)
  const [oldest] = snapshots
  if (oldest === undefined || oldest > index) {
    throw new Error(
      `cannot recover to ${index}: no snapshot at or below it is left, the oldest is at ${oldest ?? 'none'}`,
    )
  }
  const removed = [...store.batches.getKeys({ start: index + 1 })]
  const [over] = [...store.batches.getKeys({ start: index, reverse: true, limit: 1 })]
  const kept = over === undefined ? [] : entriesUpTo(index, place, over)
  const reached = Math.max(kept.at(-1)?.index ?? 0, ...snapshots.filter((snapshot) => snapshot <= index))
  if (reached < index) throw new Error(`cannot recover to ${index}: the log ends at ${reached}`)
  const left = cutHistory(history, index)
  const bytes = codec.encodeBatch(kept)
  writeWithStructures(store, codec, () => {
    for (const key of removed) store.batches.removeSync(key)
    if (over !== undefined) store.batches.putSync(over, storedValue(place, over, bytes))
    writeHistory(store, left)
  })
  forgetSnapshots(
    store,
    snapshots.filter((snapshot) => snapshot > index),
  )
  return left
}

// The entries stay in the format that the history says of this batch.
function entriesUpTo(
  index: Index,
  { store, codec, history }: BatchPlace,
  key: Index,
): ReturnType<Codec['decodeBatch']> {
  try {
    const value = store.batches.get(key) ?? new Uint8Array()
    const entries = codec.decodeBatch(key < history.chainedFrom ? value : unlinked(value).bytes)
    return entries.filter((entry) => entry.index <= index)
  } catch (error) {
    throw new Error(`cannot recover to ${index}: the entries from ${key} on are damaged; ${key - 1} may do`, {
      cause: error,
    })
  }
}

function storedValue(place: BatchPlace, key: Index, bytes: Uint8Array): Uint8Array {
  return key < place.history.chainedFrom ? bytes : linked(linkBefore(place, key), bytes).value
}

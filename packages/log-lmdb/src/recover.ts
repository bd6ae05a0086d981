// Giving up the end of a log, because somebody asked for it: the entries and snapshots after an index are removed for good.

import type { Index } from '@cutover/core'
import type { Codec } from '@cutover/record'
import { forgetSnapshots, snapshotIndexes, writeWithStructures } from './snapshot-store.ts'
import type { Store } from './store.ts'

/** Removes what lies after `index`. Throws, and removes nothing, when what is left could not be started from. */
export function recoverTo(store: Store, codec: Codec, index: Index): void {
  const snapshots = snapshotIndexes(store)
  const [oldest] = snapshots
  if (oldest === undefined || oldest > index) {
    throw new Error(
      `cannot recover to ${index}: no snapshot at or below it is left, the oldest is at ${oldest ?? 'none'}`,
    )
  }
  const removed = [...store.batches.getKeys({ start: index + 1 })]
  const [over] = [...store.batches.getKeys({ start: index, reverse: true, limit: 1 })]
  const kept = over === undefined ? [] : entriesUpTo(index, { store, codec, key: over })
  const reached = Math.max(kept.at(-1)?.index ?? 0, ...snapshots.filter((snapshot) => snapshot <= index))
  if (reached < index) throw new Error(`cannot recover to ${index}: the log ends at ${reached}`)
  const bytes = codec.encodeBatch(kept)
  writeWithStructures(store, codec, () => {
    for (const key of removed) store.batches.removeSync(key)
    if (over !== undefined) store.batches.putSync(over, bytes)
  })
  forgetSnapshots(
    store,
    snapshots.filter((snapshot) => snapshot > index),
  )
}

interface Place {
  readonly store: Store
  readonly codec: Codec
  readonly key: Index
}

function entriesUpTo(index: Index, { store, codec, key }: Place): ReturnType<Codec['decodeBatch']> {
  try {
    const entries = codec.decodeBatch(store.batches.get(key) ?? new Uint8Array())
    return entries.filter((entry) => entry.index <= index)
  } catch (error) {
    throw new Error(`cannot recover to ${index}: the entries from ${key} on are damaged; ${key - 1} may do`, {
      cause: error,
    })
  }
}

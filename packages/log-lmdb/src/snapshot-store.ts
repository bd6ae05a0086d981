// Snapshots in the store: chunks first, the head last, so that a snapshot exists only when all of it is durable.

import { setImmediate } from 'node:timers/promises'
import type { Index } from '@cutover/core'
import type { Snapshot, SnapshotChunk } from '@cutover/engine'
import { type Codec, newJobList } from '@cutover/record'
import type { Store } from './store.ts'

/** How many of the newest snapshots are kept beside the first, which holds the seed of the log. */
const keptMax = 2

/** Chunks are written in groups, since each waits for the disk: of so many bytes, as larger ones would hold up the writer. */
const groupBytes = 1 << 20

/** Writes a snapshot, giving way to everything else after each chunk. */
export async function writeSnapshot(store: Store, codec: Codec, snapshot: Snapshot): Promise<void> {
  const { index } = snapshot.head
  const jobs = newJobList()
  let chunks = 0
  let group: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of snapshot.chunks()) {
    group.push(codec.encodeChunk(chunk, jobs))
    bytes += group.at(-1)?.length ?? 0
    if (bytes >= groupBytes) {
      chunks += writeChunks(store, codec, { index, first: chunks, group })
      group = []
      bytes = 0
    }
    await setImmediate()
  }
  chunks += writeChunks(store, codec, { index, first: chunks, group })
  writeWithStructures(store, codec, () => store.heads.putSync(index, codec.encodeHead({ head: snapshot.head, chunks })))
  forgetSnapshots(store, snapshotsToForget(store))
}

interface Group {
  readonly index: Index
  /** The number of its first chunk. */
  readonly first: number
  readonly group: readonly Uint8Array[]
}

function writeChunks(store: Store, codec: Codec, { index, first, group }: Group): number {
  writeWithStructures(store, codec, () => {
    for (const [place, chunk] of group.entries()) store.chunks.putSync([index, first + place], chunk)
  })
  return group.length
}

/** The newest snapshot, not above an index. Throws when its head is damaged. */
export function readSnapshot(store: Store, codec: Codec, notAbove: Index): Snapshot | undefined {
  for (const { key, value } of store.heads.getRange({ start: notAbove, reverse: true, limit: 1 })) {
    const { head, chunks } = codec.decodeHead(value)
    return { head, chunks: () => readChunks(store, codec, { index: key, chunks }) }
  }
  return undefined
}

/** Drops the snapshots after which the log no longer holds every entry; never the newest. */
export function forgetSnapshotsBefore(store: Store, first: Index): void {
  forgetSnapshots(
    store,
    snapshotIndexes(store)
      .slice(0, -1)
      .filter((index) => index < first - 1),
  )
}

/** Removes chunks of snapshots that were never finished. */
export function forgetUnfinished(store: Store): void {
  const finished = new Set(snapshotIndexes(store))
  const unfinished = new Set<number>()
  for (const [index] of store.chunks.getKeys()) if (index !== undefined && !finished.has(index)) unfinished.add(index)
  forgetSnapshots(store, [...unfinished])
}

/** Runs a write in a durable transaction of its own, together with the structures that its records need. */
export function writeWithStructures(store: Store, codec: Codec, write: () => void): void {
  const structures = codec.unsavedStructures
  store.root.transactionSync(() => {
    if (structures) store.meta.putSync('structures', structures)
    write()
  })
  if (structures) codec.structuresSaved(structures)
}

function* readChunks(
  store: Store,
  codec: Codec,
  at: { readonly index: Index; readonly chunks: number },
): Generator<SnapshotChunk> {
  const jobs = newJobList()
  for (let number = 0; number < at.chunks; number++) {
    const bytes = store.chunks.get([at.index, number])
    if (bytes === undefined)
      throw new Error(`the snapshot at index ${at.index} has lost chunk ${number} of ${at.chunks}`)
    yield codec.decodeChunk(bytes, jobs)
  }
}

/** The indexes of the finished snapshots, oldest first. */
export function snapshotIndexes(store: Store): readonly Index[] {
  return [...store.heads.getKeys()]
}

function snapshotsToForget(store: Store): readonly Index[] {
  return snapshotIndexes(store)
    .slice(0, -keptMax)
    .filter((index) => index !== 0)
}

/** Removes snapshots. */
export function forgetSnapshots(store: Store, indexes: readonly Index[]): void {
  if (indexes.length === 0) return
  store.root.transactionSync(() => {
    for (const index of indexes) {
      store.heads.removeSync(index)
      for (const key of [...store.chunks.getKeys({ start: [index], end: [index + 1] })]) store.chunks.removeSync(key)
    }
  })
}

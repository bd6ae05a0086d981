// The batches of a store: entries to bytes and back, whatever their format, and the link that the next one will follow.

import type { Entry, Index } from '@cutover/core'
import { entryFormat, upcastEntry } from '@cutover/engine'
import type { Codec } from '@cutover/record'
import { linked, noLink, unlinked } from './chain.ts'
import { formatAt, type StoreHistory } from './history.ts'
import type { Store } from './store.ts'

/** Where batches lie, and how they are read. */
export interface BatchPlace {
  readonly store: Store
  readonly codec: Codec
  readonly history: StoreHistory
}

/** First index of a batch, and what is stored under it. */
export type StoredBatch = readonly [first: Index, value: Uint8Array]

/** Batches to store, and the link of the last of them. */
export interface SealedBatches {
  readonly batches: readonly StoredBatch[]
  readonly link: Uint8Array
}

/** Entries in one value: what is read at least when one entry is wanted. */
const batchMax = 4_096

/** The batches that hold the entries and follow the batch with the link `before`. */
export function sealed(codec: Codec, before: Uint8Array, entries: readonly Entry[]): SealedBatches {
  const batches: StoredBatch[] = []
  let link = before
  for (let start = 0; start < entries.length; start += batchMax) {
    const part = entries.length <= batchMax ? entries : entries.slice(start, start + batchMax)
    const next = linked(link, codec.encodeBatch(part))
    batches.push([part[0]?.index ?? 0, next.value])
    link = next.link
  }
  return { batches, link }
}

/** The entries of a batch, as this program knows them. Throws when the batch is missing or damaged. */
export function batchAt({ store, codec, history }: BatchPlace, key: Index): readonly Entry[] {
  const found = store.batches.getBinaryFast(key)
  if (found === undefined) throw new Error(`the batch at ${key} is missing`)
  // Memory of the store's own, good until it is asked again, in an array whose length it says by this property only.
  const value = found.subarray(0, found.length)
  const entries = codec.decodeBatch(key < history.chainedFrom ? value : unlinked(value).bytes)
  const format = formatAt(history, key)
  return format === entryFormat ? entries : entries.map((entry) => upcastEntry(entry, format))
}

/** The link of the last batch below a key: what a batch at that key follows. */
export function linkBefore({ store, history }: BatchPlace, key: Index): Uint8Array {
  const [before] = [...store.batches.getKeys({ start: key - 1, reverse: true, limit: 1 })]
  if (before === undefined || before < history.chainedFrom) return originOf(history)
  return Uint8Array.from(unlinked(store.batches.get(before) ?? noLink).link)
}

/** The link before the first batch that has one. */
export function originOf({ origin }: StoreHistory): Uint8Array {
  return Buffer.from(origin, 'hex')
}

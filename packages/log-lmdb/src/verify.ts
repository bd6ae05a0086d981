// Reads a whole log without repairing anything: every checksum, every index, every snapshot against the replay of the entries.

import { createHash } from 'node:crypto'
import { type Entry, hashState, type Index, replay, type State } from '@cutover/core'
import { restore } from '@cutover/engine'
import { Codec } from '@cutover/record'
import { batchAt, originOf } from './batches.ts'
import { follows, noLink, unlinked } from './chain.ts'
import { readHistory, type StoreHistory } from './history.ts'
import { readSnapshot, snapshotIndexes } from './snapshot-store.ts'
import { closeStore, openStore, type Store } from './store.ts'

/** Something that is not as it was written. */
export interface LogFault {
  /** The first index that cannot be trusted. */
  readonly index: Index
  readonly reason: string
}

/** What a log holds, and what is wrong with it. */
export interface VerifiedLog {
  /** The first entry that the log holds; one more than the last when it holds none. */
  readonly first: Index
  /** The last entry that was read and is good; that of the newest snapshot when there is none. */
  readonly last: Index
  readonly snapshots: readonly Index[]
  /** The state hash after `last`; empty when no state could be restored. */
  readonly stateHash: string
  /** SHA-256 over the state hash of the oldest snapshot and, one after the other, the canonical text of every entry since. */
  readonly chain: string
  /** In the order of their indexes; none when all is well. */
  readonly faults: readonly LogFault[]
}

/**
 * Verifies the log of a directory, which nobody may have open. `onProgress` is told the last index read after each batch.
 * Faults are part of the answer; rejects when the directory holds no log or cannot be opened.
 */
export async function verifyLmdbLog(
  directory: string,
  onProgress: (index: Index) => void = () => undefined,
): Promise<VerifiedLog> {
  const store = openStore(directory)
  try {
    return await new Verification(store, onProgress).run()
  } finally {
    await closeStore(store)
  }
}

class Verification {
  readonly #store: Store
  readonly #codec: Codec
  readonly #onProgress: (index: Index) => void
  readonly #faults: LogFault[] = []
  /** State hashes of the good snapshots. */
  readonly #hashes = new Map<Index, string>()
  #state: State | undefined
  readonly #history: StoreHistory
  #chain = ''
  #link: Uint8Array

  constructor(store: Store, onProgress: (index: Index) => void) {
    this.#store = store
    this.#codec = new Codec(store.meta.get('structures'))
    this.#onProgress = onProgress
    this.#history = readHistory(store)
    this.#link = originOf(this.#history)
  }

  async run(): Promise<VerifiedLog> {
    const snapshots = snapshotIndexes(this.#store)
    for (const index of snapshots) await this.#checkSnapshot(index)
    this.#chain = this.#state ? hashState(this.#state) : ''
    const [first] = [...this.#store.batches.getKeys({ limit: 1 })]
    const last = this.#checkBatches(first)
    this.#checkCount()
    return {
      first: first ?? last + 1,
      last,
      snapshots,
      stateHash: this.#state ? hashState(this.#state) : '',
      chain: this.#chain,
      faults: this.#faults.sort((a, b) => a.index - b.index),
    }
  }

  /** Restores a snapshot, which checks its hash. The oldest good one is where the replay begins. */
  async #checkSnapshot(index: Index): Promise<void> {
    try {
      const snapshot = readSnapshot(this.#store, this.#codec, index)
      if (snapshot?.head.index !== index) throw new Error(`its head says index ${snapshot?.head.index}`)
      const state = await restore(snapshot)
      this.#hashes.set(index, snapshot.head.hash)
      this.#state ??= state
    } catch (error) {
      this.#fail(index, `snapshot: ${reasonOf(error)}`)
    }
  }

  /** Reads the batches up to the first fault; answers the last good index. */
  #checkBatches(first: Index | undefined): Index {
    const origin = this.#state?.lastIndex ?? 0
    if (this.#hashes.size === 0 && first !== undefined) this.#fail(first, 'no good snapshot to replay the entries from')
    if (first === undefined) return this.#checkEnd(origin)
    if (first > origin + 1) {
      this.#fail(origin + 1, `the entries from here to ${first - 1} are missing`)
      return origin
    }
    let last = first - 1
    for (const key of this.#store.batches.getKeys()) {
      const read = this.#checkBatch(key, last)
      last = read.last
      if (!read.isGood) return last
      this.#onProgress(last)
    }
    return this.#checkEnd(last)
  }

  #checkBatch(key: Index, before: Index): { readonly last: Index; readonly isGood: boolean } {
    let last = before
    try {
      if (key !== last + 1) throw new Error(`missing: the next batch begins at ${key}`)
      const place = { store: this.#store, codec: this.#codec, history: this.#history }
      for (const entry of batchAt(place, key)) {
        if (entry.index !== last + 1) throw new Error(`the batch at ${key} holds entry ${entry.index} here`)
        this.#take(entry)
        last = entry.index
      }
      this.#checkLink(key)
    } catch (error) {
      this.#fail(last + 1, `entry: ${reasonOf(error)}`)
      return { last, isGood: false }
    }
    return { last, isGood: true }
  }

  /** The entries may be whole, and yet not those that were written here. */
  #checkLink(key: Index): void {
    if (key < this.#history.chainedFrom) return
    const batch = unlinked(this.#store.batches.get(key) ?? noLink)
    if (!follows(this.#link, batch))
      this.#fail(key, 'chain: the batch that begins here is not the one that was written')
    this.#link = Uint8Array.from(batch.link)
  }

  #take(entry: Entry): void {
    if (!this.#state || entry.index <= this.#state.lastIndex) return
    this.#state = replay(this.#state, entry)
    this.#chain = createHash('sha256').update(this.#chain).update(canonicalText(entry)).digest('hex')
    const expected = this.#hashes.get(entry.index)
    if (expected === undefined || expected === hashState(this.#state)) return
    this.#fail(entry.index, 'snapshot: it is not what the entries up to here lead to')
  }

  #checkEnd(last: Index): Index {
    const newest = Math.max(0, ...this.#hashes.keys())
    if (newest > last) this.#fail(last + 1, `the entries from here to the snapshot at ${newest} are missing`)
    return last
  }

  /** The store counts its records itself: a page that lost some does not pass. */
  #checkCount(): void {
    const { batches, heads, chunks } = this.#store
    for (const [name, database] of Object.entries({ batches, heads, chunks })) {
      const counted: unknown = Reflect.get(database.getStats(), 'entryCount')
      const found = [...database.getKeys()].length
      if (counted !== found) this.#fail(0, `store: ${name} should be ${String(counted)}, there are ${found}`)
    }
  }

  #fail(index: Index, reason: string): void {
    this.#faults.push({ index, reason })
  }
}

// Equal for equal entries, wherever they were kept: keys in order, nothing for what is undefined, large integers whole.
function canonicalText(entry: Entry): string {
  return JSON.stringify(entry, (_, part: unknown) => {
    if (typeof part === 'bigint') return `${part}n`
    if (typeof part !== 'object' || part === null || Array.isArray(part)) return part
    return Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
  })
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

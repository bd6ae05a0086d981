// The log port on LMDB, one process to a directory. A batch of entries is one value under the index of its first entry.
// A write is one transaction: when an append has ended, all of it is on the disk, or nothing was written.

import type { Entry, Index } from '@cutover/core'
import { type AppendOutcome, assertConsecutive, type Log, type Snapshot } from '@cutover/engine'
import { Codec } from '@cutover/record'
import { BatchWriter } from './batch-writer.ts'
import { batchAt, linkBefore, sealed } from './batches.ts'
import { noLink, unlinked } from './chain.ts'
import { beginHistory, readHistory, type StoreHistory, writeHistory } from './history.ts'
import { recoverTo } from './recover.ts'
import {
  forgetSnapshotsBefore,
  forgetUnfinished,
  readSnapshot,
  snapshotIndexes,
  writeSnapshot,
} from './snapshot-store.ts'
import { closeStore, openStore, openStoreToRead, type Store } from './store.ts'

/** How a log is opened. */
export interface LmdbLogOptions {
  /** Told of snapshots that are damaged, and of what was given up; by default a warning of the process. */
  readonly onWarning?: (text: string) => void
  /** Gives up every entry and snapshot after this index, for good, before anything else. */
  readonly recoverTo?: Index
}

/** Opens the log of a directory, making it when it is new. Rejects with a text that names the directory and the reason. */
export async function openLmdbLog(directory: string, options: LmdbLogOptions = {}): Promise<Log> {
  const store = openStore(directory)
  try {
    const warn = options.onWarning ?? ((text: string) => void process.emitWarning(text))
    forgetUnfinished(store)
    const log = new LmdbLog(directory, store, { history: beginHistory(store), warn })
    if (options.recoverTo !== undefined) log.recoverTo(options.recoverTo)
    log.findEnds()
    return portOf(log)
  } catch (error) {
    await closeStore(store)
    throw error
  }
}

/** What a log can be asked without writing to it. */
export type ReadableLog = Pick<Log, 'read' | 'lastIndex' | 'latestSnapshot' | 'close'>

/**
 * Opens the log of a directory to read from it, also while a server has it open: it then ends where it ended at this moment.
 * Rejects when there is none, with a text that names the directory and the reason.
 */
export async function readLmdbLog(
  directory: string,
  { onWarning }: Pick<LmdbLogOptions, 'onWarning'> = {},
): Promise<ReadableLog> {
  const store = openStoreToRead(directory)
  try {
    const log = new LmdbLog(directory, store, {
      history: readHistory(store),
      warn: onWarning ?? ((text) => void process.emitWarning(text)),
    })
    log.findEnds()
    const { read, lastIndex, latestSnapshot, close } = portOf(log)
    const end = await lastIndex()
    // What is written meanwhile is not part of it.
    return { read, lastIndex, latestSnapshot: (notAbove = end) => latestSnapshot(Math.min(notAbove, end)), close }
  } catch (error) {
    await closeStore(store)
    throw error
  }
}

class LmdbLog {
  readonly #directory: string
  readonly #store: Store
  readonly #codec: Codec
  #first: Index
  #last: Index
  readonly #writer: BatchWriter
  #appending: Promise<void> | undefined
  #writing: Promise<void> | undefined
  readonly #warn: (text: string) => void
  #history: StoreHistory
  /** The link of the last batch. */
  #link: Uint8Array = noLink

  constructor(
    directory: string,
    store: Store,
    { history, warn }: { readonly history: StoreHistory; readonly warn: (text: string) => void },
  ) {
    this.#directory = directory
    this.#warn = warn
    this.#store = store
    this.#codec = new Codec(store.meta.get('structures'))
    this.#history = history
    this.#writer = new BatchWriter(store, this.#codec)
    this.#last = 0
    this.#first = 1
  }

  /** Gives up what lies after an index. */
  recoverTo(index: Index): void {
    this.#history = recoverTo({ store: this.#store, codec: this.#codec, history: this.#history }, index)
    this.#warn(`the log in ${this.#directory} was cut off after index ${index}`)
  }

  /**
   * Finds where the log begins and ends. Throws when the last batch is damaged: transactions leave nothing torn, so it was whole
   * once and may have been acknowledged.
   */
  findEnds(): void {
    const { batches } = this.#store
    const snapshot = [...this.#store.heads.getKeys({ reverse: true, limit: 1 })][0] ?? 0
    const [lastKey] = [...batches.getKeys({ reverse: true, limit: 1 })]
    this.#last = lastKey === undefined ? snapshot : lastKey + this.#batchAt(lastKey).length - 1
    this.#first = [...batches.getKeys({ limit: 1 })][0] ?? this.#last + 1
    this.#link = linkBefore({ store: this.#store, codec: this.#codec, history: this.#history }, this.#last + 1)
    if (this.#last < snapshot)
      throw new Error(`the log in ${this.#directory} ends at ${this.#last}, before its snapshot`)
  }

  async append(expectedLastIndex: Index, entries: readonly Entry[]): Promise<AppendOutcome> {
    while (this.#appending) await this.#appending.catch(() => undefined)
    if (expectedLastIndex !== this.#last) return { outcome: 'stale', lastIndex: this.#last }
    assertConsecutive(expectedLastIndex, entries)
    if (entries.length === 0) return { outcome: 'ok' }
    const { batches, link } = sealed(this.#codec, this.#link, entries)
    this.#appending = this.#writer.write(batches, entries.length)
    try {
      await this.#appending
    } finally {
      this.#appending = undefined
    }
    this.#last += entries.length
    this.#link = link
    return { outcome: 'ok' }
  }

  async read(from: Index, limit: number): Promise<readonly Entry[]> {
    if (from < this.#first) {
      throw new Error(`the log in ${this.#directory} begins at ${this.#first}, entry ${from} was asked for`)
    }
    const found: Entry[] = []
    if (from > this.#last) return found
    const [start] = [...this.#store.batches.getKeys({ start: from, reverse: true, limit: 1 })]
    for (const key of this.#store.batches.getKeys({ start: start ?? from, end: this.#last + 1 })) {
      for (const entry of this.#batchAt(key)) if (entry.index >= from && found.length < limit) found.push(entry)
      if (found.length >= limit) break
    }
    if (limit > 0 && found[0]?.index !== from)
      throw new Error(`the log in ${this.#directory} no longer holds entry ${from}`)
    return found
  }

  async lastIndex(): Promise<Index> {
    return this.#last
  }

  async putSnapshot(snapshot: Snapshot): Promise<void> {
    const { index } = snapshot.head
    if (index > this.#last && this.#first <= this.#last) {
      throw new Error(`a snapshot at ${index} does not belong to a log that ends at ${this.#last}`)
    }
    while (this.#writing) await this.#writing
    this.#writing = writeSnapshot(this.#store, this.#codec, snapshot)
    try {
      await this.#writing
    } catch (error) {
      this.#writer.doubt()
      throw error
    } finally {
      this.#writing = undefined
    }
    if (index <= this.#last) return
    this.#last = index
    this.#first = index + 1
  }

  async latestSnapshot(notAbove: Index = Number.MAX_SAFE_INTEGER): Promise<Snapshot | undefined> {
    for (const index of snapshotIndexes(this.#store).toReversed()) {
      if (index > notAbove) continue
      try {
        return readSnapshot(this.#store, this.#codec, index)
      } catch (error) {
        this.#warn(
          `the snapshot at index ${index} of the log in ${this.#directory} has no readable head: ${String(error)}`,
        )
      }
    }
    return undefined
  }

  async truncate(before: Index): Promise<void> {
    const { batches, heads, root } = this.#store
    const [snapshot = 0] = [...heads.getKeys({ reverse: true, limit: 1 })]
    const limit = Math.min(before, snapshot + 1)
    const keys = [...batches.getKeys({ end: limit })]
    // A batch that reaches over the limit stays whole; so does the last one, which says where the log ends.
    const whole = keys.filter((_, place) => (keys[place + 1] ?? this.#last + 1) <= limit)
    const [latest] = whole.slice(-1)
    if (latest === undefined) return
    this.#history = { ...this.#history, origin: this.#originAfter(latest) }
    this.#writer.doubt()
    root.transactionSync(() => {
      writeHistory(this.#store, this.#history)
      for (const key of whole) batches.removeSync(key)
    })
    this.#first = [...batches.getKeys({ limit: 1 })][0] ?? this.#last + 1
    forgetSnapshotsBefore(this.#store, this.#first)
  }

  async close(): Promise<void> {
    while (this.#writing || this.#appending) await Promise.allSettled([this.#writing, this.#appending])
    await closeStore(this.#store)
  }

  /** The link that the chain begins with once the batch and those before it are gone. */
  #originAfter(key: Index): string {
    const { chainedFrom, origin } = this.#history
    if (key < chainedFrom) return origin
    return Buffer.from(unlinked(this.#store.batches.get(key) ?? noLink).link).toString('hex')
  }

  #batchAt(key: Index): readonly Entry[] {
    try {
      return batchAt({ store: this.#store, codec: this.#codec, history: this.#history }, key)
    } catch (error) {
      throw new Error(`the log in ${this.#directory} is damaged at index ${key}: ${String(error)}`, { cause: error })
    }
  }
}

function portOf(log: LmdbLog): Log {
  return {
    append: (expectedLastIndex, entries) => log.append(expectedLastIndex, entries),
    read: (from, limit) => log.read(from, limit),
    lastIndex: () => log.lastIndex(),
    putSnapshot: (snapshot) => log.putSnapshot(snapshot),
    latestSnapshot: (notAbove) => log.latestSnapshot(notAbove),
    truncate: (before) => log.truncate(before),
    close: () => log.close(),
  }
}

// Writes batches durably, one transaction at a time: a small one in this thread, where the disk is quick, a larger one in a thread
// of the store's own, so that the writer can decide its next group meanwhile. Either way it is on the disk when the promise
// resolves, and nothing of it is when the promise rejects.

import type { Codec } from '@cutover/record'
import type { StoredBatch } from './batches.ts'
import { writeWithStructures } from './snapshot-store.ts'
import type { Store } from './store.ts'

/** Handing a small batch over to another thread takes longer than a quick disk takes to write it. */
const smallBytes = 16_384
/** So many entries come of a few commands at most: nobody else asks, so that there is nothing to decide meanwhile. */
const fewEntries = 12
/** A disk that takes longer is waited for elsewhere, so that readers are served meanwhile. */
const quickMs = 1

/** The one who writes batches. */
export class BatchWriter {
  readonly #store: Store
  readonly #codec: Codec
  /** How long the last two writes took: one that was held up says nothing of the disk. */
  #latestMs = [0, 0]
  /** A store that has failed may not even begin its next transaction, which its own thread never tells: this one does. */
  #isDoubtful = false

  constructor(store: Store, codec: Codec) {
    this.#store = store
    this.#codec = codec
  }

  /** Writes batches that hold so many entries. Resolves when all are on the disk; rejects when none is. Not to be called before the call before has ended. */
  async write(batches: readonly StoredBatch[], entries: number): Promise<void> {
    const begun = performance.now()
    const wasDoubtful = this.#isDoubtful
    // Of a store in doubt nobody knows whether it still writes.
    if (!wasDoubtful) this.#store.room?.provide(batches.reduce((bytes, [, value]) => bytes + value.length, 0))
    try {
      if (this.#isWrittenHere(batches, entries)) this.#writeHere(batches)
      else await this.#writeElsewhere(batches)
    } catch (error) {
      this.#isDoubtful = true
      throw error
    }
    // A doubt that came meanwhile stays.
    if (wasDoubtful) this.#isDoubtful = false
    this.#latestMs = [this.#latestMs[1] ?? 0, performance.now() - begun]
  }

  /** To be called when another write to the store has failed, or is about to be tried. */
  doubt(): void {
    this.#isDoubtful = true
  }

  // Key lists must never be overwritten by older ones that were under way, and several puts must be one transaction.
  #isWrittenHere([first, ...others]: readonly StoredBatch[], entries: number): boolean {
    if (this.#isDoubtful || this.#codec.unsavedStructures || !first || others.length > 0) return true
    return entries <= fewEntries && first[1].length <= smallBytes && Math.min(...this.#latestMs) < quickMs
  }

  #writeHere(batches: readonly StoredBatch[]): void {
    writeWithStructures(this.#store, this.#codec, () => {
      for (const [first, bytes] of batches) this.#store.batches.putSync(first, bytes)
    })
  }

  async #writeElsewhere([batch]: readonly StoredBatch[]): Promise<void> {
    try {
      if (batch) await this.#store.batches.put(batch[0], batch[1])
    } catch (error) {
      throw await reasonOf(error)
    }
  }
}

// The store rejects with an error that says nothing, and hands the reason over as a promise that rejects beside it.
async function reasonOf(error: unknown): Promise<unknown> {
  try {
    if (error instanceof Error && 'commitError' in error) await error.commitError
    return error
  } catch (reason) {
    return reason
  }
}

// Takes a snapshot every so many entries, in the background: the writer goes on, one snapshot at a time.

import type { State } from '@cutover/core'
import type { Log } from './log.ts'
import { snapshotOf } from './snapshot.ts'

/** Decides when a snapshot is due and takes it. */
export class SnapshotSchedule {
  readonly #log: Log
  readonly #every: number
  readonly #retain: number
  readonly #onFailure: (error: unknown) => void
  #latest: number
  #running: Promise<void> | undefined

  constructor(
    log: Log,
    options: {
      readonly every: number
      readonly retain: number
      readonly latest: number
      readonly onFailure: (error: unknown) => void
    },
  ) {
    this.#log = log
    // Two snapshots are kept, and the entries since the older one: that far apart they hold what is to be retained.
    this.#every = options.every > 0 ? Math.max(options.every, options.retain) : 0
    this.#retain = options.retain
    this.#latest = options.latest
    this.#onFailure = options.onFailure
  }

  /** Takes a snapshot of the state when enough entries have come since the last one. */
  consider(state: State): void {
    if (this.#every <= 0 || this.#running || state.lastIndex - this.#latest < this.#every) return
    // A snapshot that fails is only a slower start: the next one is tried after as many entries again.
    this.#latest = state.lastIndex
    this.#running = this.take(state)
      .catch(this.#onFailure)
      .finally(() => {
        this.#running = undefined
      })
  }

  /** Takes a snapshot now, and drops the entries that are no longer kept. */
  async take(state: State): Promise<void> {
    await this.#log.putSnapshot(snapshotOf(state))
    if (this.#retain > 0 && state.lastIndex > 0) await this.#dropBefore(state.lastIndex)
  }

  // The snapshot before the newest stays, with every entry since, should the newest turn out to be damaged.
  async #dropBefore(newest: number): Promise<void> {
    const older = await this.#log.latestSnapshot(newest - 1)
    if (older && older.head.index <= newest - this.#retain) await this.#log.truncate(older.head.index + 1)
  }

  /** Resolves when no snapshot is under way. */
  async idle(): Promise<void> {
    await this.#running
  }
}

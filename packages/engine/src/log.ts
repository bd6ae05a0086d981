// The log port: what a place that keeps entries and snapshots must do. Every log passes the same contract suite
// (`testing/log-contract.ts`); the writer relies on nothing else.

import type { Entry, Index, Micros, Quirks, SchedulerConfiguration, TableIndexes } from '@cutover/core'

/**
 * How an append ended. `ok`: durable. `stale`: nothing was written, because the log ends elsewhere; with the `term` in which it
 * ends where several may lead, so that one whose term is over hears of it. `unknown`: it may or may not have been written (a
 * time-out); read again before trying again. A rejected promise means: certainly nothing was written.
 */
export type AppendOutcome =
  | { readonly outcome: 'ok' }
  | { readonly outcome: 'stale'; readonly lastIndex: Index; readonly term?: number }
  | { readonly outcome: 'unknown'; readonly reason: string }

/** What identifies a snapshot; `hash` is the state hash that restoring must arrive at. */
export interface SnapshotHead {
  /** The layout of the chunks; what is not read any more, or not yet, is refused. */
  readonly version: number
  readonly seed: string
  readonly quirks: Quirks
  /** The index of the last entry that is folded in; 0 before the first. */
  readonly index: Index
  readonly term: number
  readonly at: Micros
  readonly hash: string
  readonly indexes: TableIndexes
  readonly schedulerConfiguration: SchedulerConfiguration | undefined
}

/** Some rows of one table, in key order. All rows of a snapshot never need to be in memory twice. */
export interface SnapshotChunk {
  readonly table: string
  readonly rows: readonly object[]
}

/** A state as plain rows. The chunks can be walked once for each call of `chunks`. */
export interface Snapshot {
  readonly head: SnapshotHead
  readonly chunks: () => Iterable<SnapshotChunk> | AsyncIterable<SnapshotChunk>
}

/** Where entries and snapshots are kept. Methods reject with an `Error` whose message says what is wrong with the store. */
export interface Log {
  /** Adds consecutive entries after `expectedLastIndex`, all or none, and resolves when they are durable. */
  readonly append: (expectedLastIndex: Index, entries: readonly Entry[]) => Promise<AppendOutcome>
  /** The entries from `from` on, at most `limit`, in order; empty beyond the end. Rejects when `from` was truncated away. */
  readonly read: (from: Index, limit: number) => Promise<readonly Entry[]>
  /** The index of the last entry; that of the latest snapshot when there is no entry; 0 when there is neither. */
  readonly lastIndex: () => Promise<Index>
  /** Keeps a snapshot beside the entries; it counts only once all of it is durable. */
  readonly putSnapshot: (snapshot: Snapshot) => Promise<void>
  /** The snapshot with the highest index, not above `notAbove` when given. Old ones may be gone. */
  readonly latestSnapshot: (notAbove?: Index) => Promise<Snapshot | undefined>
  /** Drops the entries below `before`, as far as a snapshot stands in for them. */
  readonly truncate: (before: Index) => Promise<void>
  /** Waits for what is under way and lets go of the store. */
  readonly close: () => Promise<void>
}

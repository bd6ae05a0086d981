// The public list of this package.

export type { BlockingQuery, RowKey, WaitEnd, Waited } from './blocking-query.ts'
export { type Clock, systemClock } from './clock.ts'
export { type Cluster, leaderWaitMs, type Member, onceLed, type Peer, type Standing } from './cluster.ts'
export type { Change } from './commit.ts'
export { createEngine, type Engine, type EngineOptions, type EngineStatus } from './engine.ts'
export {
  entryFormat,
  type StoredEntry,
  type Upcaster,
  type Upcasters,
  upcastEntry,
} from './entry-format.ts'
export type { SubmitOptions } from './group.ts'
export type { Key } from './keys.ts'
export { defaultLimits, type EngineLimits } from './limits.ts'
export type { AppendOutcome, Log, Snapshot, SnapshotChunk, SnapshotHead } from './log.ts'
export { type ManualClock, manualClock } from './manual-clock.ts'
export { assertConsecutive, memoryLog } from './memory-log.ts'
export type { Monitor, MonitorFinding } from './monitors.ts'
export type { Accepted, Closed, NoLeader, Overloaded, Refused, StorageFailed, Submitted } from './outcome.ts'
export { fixedSeed, randomSeed, type Seed } from './seed.ts'
export { restore, snapshotOf, snapshotVersion } from './snapshot.ts'

// The public list of this package.

export { type EntryStep, entryStep, subjectsOf, type Touched, type TouchedTable } from './entry-step.ts'
export type { Invariant, Subject } from './invariant.ts'
export { assertInvariants, type CheckOptions, checkInvariants, invariants, type Violation } from './invariants.ts'
export { watchForRows } from './row-watch.ts'
export {
  type StreamFinding,
  type StreamReport,
  type StreamWatch,
  streamInvariants,
  watchStream,
} from './stream-watch.ts'
export {
  type FormulaCount,
  type InvariantWatch,
  violationLine,
  type WatchedChange,
  type WatchReport,
  watchInvariants,
} from './watch.ts'

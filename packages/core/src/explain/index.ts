// The public list of `@cutover/core/explain`: why something is so, what it waits for, what would happen.

export { blockers } from './blockers.ts'
export { type DryRun, dryRun } from './dry-run.ts'
export {
  beginHistory,
  entryAt,
  extendHistory,
  extendInSteps,
  forkAt,
  type History,
  replayStates,
  type Seen,
  type Steps,
  stateAt,
} from './history.ts'
export { commandOf, readCommand } from './read-command.ts'
export { ruleOf } from './rules.ts'
export {
  diffFields,
  diffStates,
  type FieldChange,
  isTableName,
  type RowChange,
  type TableName,
  tableOf,
  valueAt,
} from './state-diff.ts'
export { type Lane, type Mark, type Phase, type Stretch, Timeline } from './timeline.ts'
export type { Blocker, Unblocker, Waiting } from './waiting.ts'
export { type CauseLink, type Explanation, type FieldPath, fieldValue, type OutsideCause, why } from './why.ts'
export { type Objection, whyNot } from './why-not.ts'

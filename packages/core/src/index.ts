// The public list of the core, in reading order.

export { fromNanos, later, type Micros, micros, milliseconds, plus, seconds, zero } from './time.ts'
export type { Json, JsonList, JsonObject } from './json.ts'
export type { Cause, Entry, Index, Origin, Stamp } from './entry.ts'
export type { Change, Command, OperatorCommand, Reply } from './command.ts'
export type { Event, EventMap, EventType } from './event.ts'
export { isRefusal, type Refusal, type RefusalCode } from './refusal.ts'
export { initialState, type SchedulerConfiguration, type State, type TableIndexes, type Tables } from './state.ts'
export { hashState } from './state-hash.ts'
export { type Edit, Table, type TableSchema } from './table.ts'
export { replay, type Transition, transition } from './transition.ts'
export type { Manager, Trigger } from './manager.ts'
export { nextWakeup, type Step, settle, step } from './machine.ts'
export { deriveId, deriveNumber } from './id.ts'
export type { JobDocument } from './job-document/document.ts'
export type { Allocation } from './entities/allocation.ts'
export type { Deployment, DeploymentGroup, DeploymentStatus } from './entities/deployment.ts'
export type { Evaluation } from './entities/evaluation.ts'
export type { Job } from './entities/job.ts'
export type { JobSummary } from './entities/job-summary.ts'
export type { Node } from './entities/node.ts'
export { duplicateIndexes, type NameIndex } from './reconcile/name-index.ts'
export { reconcile } from './reconcile/reconcile.ts'
export type { ReconcileInput, Reconciliation, UpdateDecision } from './reconcile/reconciliation.ts'
export { nomadReconcileQuirks, type ReconcileQuirks, safeReconcileQuirks } from './reconcile/reconcile-quirks.ts'
export { attemptsMade, nextDelay, nextTracker, rescheduleEligible } from './reconcile/reschedule.ts'
export { type NextReschedule, nextReschedule, type RescheduleHistory } from './reconcile/reschedule.ts'
export { lastRescheduleFailed, mayReschedule, newestFinish } from './reconcile/reschedule-time.ts'
export type { RescheduleEvent, RescheduleTracker } from './entities/reschedule-tracker.ts'
export { type JobSpec, specChanged } from './job-diff/spec-changed.ts'
export { tasksUpdated, type UpdateKind } from './job-diff/update-kind.ts'
export { diffable, jobDiff } from './job-diff/job-diff.ts'
export { annotate, type GroupUpdates } from './job-diff/annotate.ts'
export type { DiffType, FieldDiff, JobDiff, ObjectDiff, TaskDiff, TaskGroupDiff } from './job-diff/diff.ts'
export type { ScalingEvent } from './entities/scaling.ts'
export type { Found } from './queries/found.ts'
export type { Page, PageRequest } from './queries/page.ts'
export { allocationsOfDeployment, deploymentsOfJob, findDeployment, latestDeployment, listDeployments } from './queries/deployments.ts'
export {
  allocationsOfJob,
  evaluationsOfJob,
  findJob,
  findSummary,
  findVersions,
  listJobs,
} from './queries/jobs.ts'
export { type ScaleStatus, scaleStatus } from './queries/scale-status.ts'
export { allocationsOfNode, findAllocation, listAllocations } from './queries/allocations.ts'
export { allocationsOfEvaluation, findEvaluation, listEvaluations, relatedEvaluations } from './queries/evaluations.ts'
export { findNode, listNodes } from './queries/nodes.ts'
export { diffable, jobDiff } from './job-diff/job-diff.ts'
export { defaultManagers } from './managers.ts'
export { allocationsOfDeployment, deploymentsOfJob, findDeployment, latestDeployment, listDeployments } from './queries/deployments.ts'
export {
  allocationsOfJob,
  evaluationsOfJob,
  findJob,
  findSummary,
  findVersions,
  type JobName,
  versionToCompare,
} from './queries/jobs.ts'
export { type GroupScale, type ScaleStatus, scaleStatus } from './queries/scale-status.ts'
export { type Filter, readFilter } from './queries/filter.ts'
export type { Found } from './queries/found.ts'
export type { Page, PageRequest } from './queries/page.ts'

// The public list of the core, in reading order.

export type { Change, Command, OperatorCommand, Reply } from './command.ts'
export type { Registration } from './commands/registration.ts'
export type { AclPolicy, AclRole, AclToken, RoleLink } from './entities/acl.ts'
export type { Allocation } from './entities/allocation.ts'
export type { AnsweredRequest, RequestRecord } from './entities/answered-request.ts'
export {
  type Deployment,
  type DeploymentGroup,
  type DeploymentStatus,
  hasAutoPromote,
  isActive,
  requiresPromotion,
} from './entities/deployment.ts'
export type { Evaluation } from './entities/evaluation.ts'
export { type Job, jobKey, versionKey } from './entities/job.ts'
export type { JobSummary } from './entities/job-summary.ts'
export type { Namespace, NodePool } from './entities/namespace.ts'
export type { Node } from './entities/node.ts'
export type { NodeRemark } from './entities/node-events.ts'
export type { RescheduleEvent, RescheduleTracker } from './entities/reschedule-tracker.ts'
export type { ScalingEvent } from './entities/scaling.ts'
export type { ServiceRegistration } from './entities/service.ts'
export type { Variable } from './entities/variable.ts'
export type { Cause, Entry, Index, Origin, Stamp } from './entry.ts'
export type { Event, EventMap, EventType } from './event.ts'
export { deriveId, deriveNumber } from './id.ts'
export { type JobSpec, specChanged } from './job-diff/spec-changed.ts'
export { tasksUpdated, type UpdateKind } from './job-diff/update-kind.ts'
export type { JobDocument } from './job-document/document.ts'
export { groupOf, isParameterized, isPeriodic } from './job-document/document.ts'
export type { Json, JsonList, JsonObject } from './json.ts'
export { fieldOf, isJsonObject } from './json.ts'
export { nextWakeup, type Step, settle, step, wake } from './machine.ts'
export type { Manager, PatternSearch, Trigger } from './manager.ts'
export { latestDeployment } from './queries/deployments.ts'
export type { Found } from './queries/found.ts'
export type { JobName } from './queries/jobs.ts'
export type { Page, PageOrder, PageRequest } from './queries/page.ts'

export { nomadQuirks, type Profile, type QuirkName, type Quirks, quirksOf, safeQuirks } from './quirks.ts'
export { duplicateIndexes, type NameIndex } from './reconcile/name-index.ts'
export { reconcile } from './reconcile/reconcile.ts'
export type { ReconcileInput, Reconciliation, UpdateDecision } from './reconcile/reconciliation.ts'
export {
  attemptsMade,
  type NextReschedule,
  nextDelay,
  nextReschedule,
  nextTracker,
  type RescheduleHistory,
  rescheduleEligible,
} from './reconcile/reschedule.ts'
export { lastRescheduleFailed, mayReschedule, newestFinish } from './reconcile/reschedule-time.ts'
export { isRefusal, type Refusal, type RefusalCode } from './refusal.ts'
export { scheduler } from './schedule/schedule.ts'
export { initialState, type SchedulerConfiguration, type State, type TableIndexes, type Tables } from './state.ts'
export { hashState } from './state-hash.ts'
export { type Edit, Table, type TableSchema } from './table.ts'
export { fromNanos, later, type Micros, micros, milliseconds, plus, seconds, zero } from './time.ts'
export { replay, replayAll, type Transition, transition } from './transition.ts'

// The closed unions of everything that can be asked. A change is what the log replicates: one change is one entry. An operator's
// command decides which changes to make, so that no rule is written twice (one rule, two doors).

import type { AppendNodeEvents } from './changes/append-node-events.ts'
import type { ApplyPlan } from './changes/apply-plan.ts'
import type { BatchDeregisterJobs } from './changes/batch-deregister-jobs.ts'
import type { BootstrapAcl } from './changes/bootstrap-acl.ts'
import type { DeleteAclPolicies } from './changes/delete-acl-policies.ts'
import type { DeleteAclRoles } from './changes/delete-acl-roles.ts'
import type { DeleteAclTokens } from './changes/delete-acl-tokens.ts'
import type { DeleteDeployments } from './changes/delete-deployments.ts'
import type { DeleteEvaluations } from './changes/delete-evaluations.ts'
import type { DeleteNamespaces } from './changes/delete-namespaces.ts'
import type { DeleteNodePools } from './changes/delete-node-pools.ts'
import type { DeleteServiceRegistrations } from './changes/delete-service-registrations.ts'
import type { DeregisterJob } from './changes/deregister-job.ts'
import type { DeregisterNodes } from './changes/deregister-nodes.ts'
import type { DrainNodes } from './changes/drain-nodes.ts'
import type { MarkJobStable } from './changes/mark-job-stable.ts'
import type { NoteWatch } from './changes/note-watch.ts'
import type { PromoteDeployment } from './changes/promote-deployment.ts'
import type { ReconcileSummaries } from './changes/reconcile-summaries.ts'
import type { RecordScaling } from './changes/record-scaling.ts'
import type { RegisterJob } from './changes/register-job.ts'
import type { RegisterNode } from './changes/register-node.ts'
import type { SetAllocationHealth } from './changes/set-allocation-health.ts'
import type { SetNodeEligibility } from './changes/set-node-eligibility.ts'
import type { SetNodeStatus } from './changes/set-node-status.ts'
import type { SetSchedulerConfiguration } from './changes/set-scheduler-configuration.ts'
import type { SetTimer } from './changes/set-timer.ts'
import type { TagJobVersion } from './changes/tag-job-version.ts'
import type { TransitionAllocations } from './changes/transition-allocations.ts'
import type { UpdateAllocations } from './changes/update-allocations.ts'
import type { UpdateDeploymentStatus } from './changes/update-deployment-status.ts'
import type { UpdateEvaluations } from './changes/update-evaluations.ts'
import type { UpsertAclPolicies } from './changes/upsert-acl-policies.ts'
import type { UpsertAclRoles } from './changes/upsert-acl-roles.ts'
import type { UpsertAclTokens } from './changes/upsert-acl-tokens.ts'
import type { UpsertNamespaces } from './changes/upsert-namespaces.ts'
import type { UpsertNodePools } from './changes/upsert-node-pools.ts'
import type { UpsertServiceRegistrations } from './changes/upsert-service-registrations.ts'
import type { WriteVariable } from './changes/write-variable.ts'
import type { CollectGarbage } from './commands/collect-garbage.ts'
import type { ConfigureScheduler } from './commands/configure-scheduler.ts'
import type { DeclareJobStable } from './commands/declare-job-stable.ts'
import type { DispatchJob } from './commands/dispatch-job.ts'
import type { DrainNode } from './commands/drain-node.ts'
import type { EvaluateJob } from './commands/evaluate-job.ts'
import type { EvaluateNode } from './commands/evaluate-node.ts'
import type { FailDeployment } from './commands/fail-deployment.ts'
import type { ForcePeriodicJob } from './commands/force-periodic-job.ts'
import type { JoinNode } from './commands/join-node.ts'
import type { MarkAllocations } from './commands/mark-allocations.ts'
import type { MarkEligibility } from './commands/mark-eligibility.ts'
import type { PauseDeployment } from './commands/pause-deployment.ts'
import type { PromoteCanaries } from './commands/promote-canaries.ts'
import type { PurgeNode } from './commands/purge-node.ts'
import type { RemoveEvaluations } from './commands/remove-evaluations.ts'
import type { RemoveNamespaces } from './commands/remove-namespaces.ts'
import type { ReportAllocations } from './commands/report-allocations.ts'
import type { ReportNodeStatus } from './commands/report-node-status.ts'
import type { RevertJob } from './commands/revert-job.ts'
import type { ScaleJob } from './commands/scale-job.ts'
import type { StopAllocation } from './commands/stop-allocation.ts'
import type { StopJob } from './commands/stop-job.ts'
import type { SubmitJob } from './commands/submit-job.ts'
import type { TagVersion } from './commands/tag-version.ts'
import type { UnblockDeployment } from './commands/unblock-deployment.ts'

/** Replicated changes by type: what process managers, the fleet and recorded logs submit. */
export interface ChangeMap {
  NoteWatch: NoteWatch
  AppendNodeEvents: AppendNodeEvents
  BatchDeregisterJobs: BatchDeregisterJobs
  DeleteNamespaces: DeleteNamespaces
  DeleteNodePools: DeleteNodePools
  DeregisterJob: DeregisterJob
  DeregisterNodes: DeregisterNodes
  DeleteServiceRegistrations: DeleteServiceRegistrations
  DrainNodes: DrainNodes
  MarkJobStable: MarkJobStable
  RecordScaling: RecordScaling
  RegisterJob: RegisterJob
  RegisterNode: RegisterNode
  UpsertServiceRegistrations: UpsertServiceRegistrations
  SetNodeEligibility: SetNodeEligibility
  SetNodeStatus: SetNodeStatus
  SetSchedulerConfiguration: SetSchedulerConfiguration
  TagJobVersion: TagJobVersion
  UpsertNamespaces: UpsertNamespaces
  UpsertNodePools: UpsertNodePools
  SetTimer: SetTimer
  UpdateDeploymentStatus: UpdateDeploymentStatus
  ApplyPlan: ApplyPlan
  DeleteDeployments: DeleteDeployments
  DeleteEvaluations: DeleteEvaluations
  PromoteDeployment: PromoteDeployment
  ReconcileSummaries: ReconcileSummaries
  SetAllocationHealth: SetAllocationHealth
  TransitionAllocations: TransitionAllocations
  UpdateAllocations: UpdateAllocations
  UpdateEvaluations: UpdateEvaluations
  BootstrapAcl: BootstrapAcl
  DeleteAclPolicies: DeleteAclPolicies
  DeleteAclRoles: DeleteAclRoles
  DeleteAclTokens: DeleteAclTokens
  UpsertAclPolicies: UpsertAclPolicies
  UpsertAclRoles: UpsertAclRoles
  UpsertAclTokens: UpsertAclTokens
  WriteVariable: WriteVariable
}

/** Commands of operators (and of Nomad's API) by type. No name may be a change's as well. */
export interface OperatorCommandMap {
  PauseDeployment: PauseDeployment
  ReportAllocations: ReportAllocations
  DispatchJob: DispatchJob
  ForcePeriodicJob: ForcePeriodicJob
  CollectGarbage: CollectGarbage
  DrainNode: DrainNode
  JoinNode: JoinNode
  MarkEligibility: MarkEligibility
  ReportNodeStatus: ReportNodeStatus
  DeclareJobStable: DeclareJobStable
  EvaluateJob: EvaluateJob
  FailDeployment: FailDeployment
  MarkAllocations: MarkAllocations
  PromoteCanaries: PromoteCanaries
  RevertJob: RevertJob
  ScaleJob: ScaleJob
  StopAllocation: StopAllocation
  StopJob: StopJob
  SubmitJob: SubmitJob
  TagVersion: TagVersion
  UnblockDeployment: UnblockDeployment
  RemoveNamespaces: RemoveNamespaces
  RemoveEvaluations: RemoveEvaluations
  PurgeNode: PurgeNode
  EvaluateNode: EvaluateNode
  ConfigureScheduler: ConfigureScheduler
}

/** One replicated change. */
export type Change<T extends keyof ChangeMap = keyof ChangeMap> = { [K in T]: { readonly type: K } & ChangeMap[K] }[T]

/** One operator's command. */
export type OperatorCommand<T extends keyof OperatorCommandMap = keyof OperatorCommandMap> = {
  [K in T]: { readonly type: K } & OperatorCommandMap[K]
}[T]

/** Everything that `transition` takes. */
export type Command = Change | OperatorCommand

/** What an accepted command answers. Fields that do not concern it are absent. */
export interface Reply {
  /** The index of the last entry that the command wrote, or the state's last index when it wrote none. */
  readonly index: number
  readonly evaluationId?: string
  readonly evaluationCreateIndex?: number
  readonly evaluationIds?: readonly string[]
  readonly deploymentModifyIndex?: number
  readonly jobModifyIndex?: number
  /** The version that a failed deployment went back to. */
  readonly revertedJobVersion?: number
  readonly nodeModifyIndex?: number
  /** The child that was dispatched or launched. */
  readonly dispatchedJobId?: string
  readonly jobCreateIndex?: number
  /** Whether what was asked for was still to be done: a compare-and-set that came too late changes nothing. */
  readonly updated?: boolean
}

// Command type → its decider, and nothing else: operators' commands become changes, changes become events.

import { applyAppendNodeEvents } from './changes/append-node-events.ts'
import { applyApplyPlan } from './changes/apply-plan.ts'
import { applyBatchDeregisterJobs } from './changes/batch-deregister-jobs.ts'
import { applyBootstrapAcl } from './changes/bootstrap-acl.ts'
import { applyDeleteAclPolicies } from './changes/delete-acl-policies.ts'
import { applyDeleteAclRoles } from './changes/delete-acl-roles.ts'
import { applyDeleteAclTokens } from './changes/delete-acl-tokens.ts'
import { applyDeleteDeployments } from './changes/delete-deployments.ts'
import { applyDeleteEvaluations } from './changes/delete-evaluations.ts'
import { applyDeleteNamespaces } from './changes/delete-namespaces.ts'
import { applyDeleteNodePools } from './changes/delete-node-pools.ts'
import { applyDeleteServiceRegistrations } from './changes/delete-service-registrations.ts'
import { applyDeregisterJob } from './changes/deregister-job.ts'
import { applyDeregisterNodes } from './changes/deregister-nodes.ts'
import { applyDrainNodes } from './changes/drain-nodes.ts'
import { applyMarkJobStable } from './changes/mark-job-stable.ts'
import { applyNoteWatch } from './changes/note-watch.ts'
import { applyPromoteDeployment } from './changes/promote-deployment.ts'
import { applyReconcileSummaries } from './changes/reconcile-summaries.ts'
import { applyRecordScaling } from './changes/record-scaling.ts'
import { applyRegisterJob } from './changes/register-job.ts'
import { applyRegisterNode } from './changes/register-node.ts'
import { applySetAllocationHealth } from './changes/set-allocation-health.ts'
import { applySetNodeEligibility } from './changes/set-node-eligibility.ts'
import { applySetNodeStatus } from './changes/set-node-status.ts'
import { applySetSchedulerConfiguration } from './changes/set-scheduler-configuration.ts'
import { applySetTimer } from './changes/set-timer.ts'
import { applyTagJobVersion } from './changes/tag-job-version.ts'
import { applyTransitionAllocations } from './changes/transition-allocations.ts'
import { applyUpdateAllocations } from './changes/update-allocations.ts'
import { applyUpdateDeploymentStatus } from './changes/update-deployment-status.ts'
import { applyUpdateEvaluations } from './changes/update-evaluations.ts'
import { applyUpsertAclPolicies } from './changes/upsert-acl-policies.ts'
import { applyUpsertAclRoles } from './changes/upsert-acl-roles.ts'
import { applyUpsertAclTokens } from './changes/upsert-acl-tokens.ts'
import { applyUpsertNamespaces } from './changes/upsert-namespaces.ts'
import { applyUpsertNodePools } from './changes/upsert-node-pools.ts'
import { applyUpsertServiceRegistrations } from './changes/upsert-service-registrations.ts'
import { applyWriteVariable } from './changes/write-variable.ts'
import type { ChangeMap, OperatorCommandMap } from './command.ts'
import { decideCollectGarbage } from './commands/collect-garbage.ts'
import { decideConfigureScheduler } from './commands/configure-scheduler.ts'
import { decideDeclareJobStable } from './commands/declare-job-stable.ts'
import { decideDispatchJob } from './commands/dispatch-job.ts'
import { decideDrainNode } from './commands/drain-node.ts'
import { decideEvaluateJob } from './commands/evaluate-job.ts'
import { decideEvaluateNode } from './commands/evaluate-node.ts'
import { decideFailDeployment } from './commands/fail-deployment.ts'
import { decideForcePeriodicJob } from './commands/force-periodic-job.ts'
import { decideJoinNode } from './commands/join-node.ts'
import { decideMarkAllocations } from './commands/mark-allocations.ts'
import { decideMarkEligibility } from './commands/mark-eligibility.ts'
import { decidePauseDeployment } from './commands/pause-deployment.ts'
import { decidePromoteCanaries } from './commands/promote-canaries.ts'
import { decidePurgeNode } from './commands/purge-node.ts'
import { decideRemoveEvaluations } from './commands/remove-evaluations.ts'
import { decideRemoveNamespaces } from './commands/remove-namespaces.ts'
import { decideReportAllocations } from './commands/report-allocations.ts'
import { decideReportNodeStatus } from './commands/report-node-status.ts'
import { decideRevertJob } from './commands/revert-job.ts'
import { decideScaleJob } from './commands/scale-job.ts'
import { decideStopAllocation } from './commands/stop-allocation.ts'
import { decideStopJob } from './commands/stop-job.ts'
import { decideSubmitJob } from './commands/submit-job.ts'
import { decideTagVersion } from './commands/tag-version.ts'
import { decideUnblockDeployment } from './commands/unblock-deployment.ts'
import type { Draft } from './draft.ts'
import type { Stamp } from './entry.ts'
import type { Proposal } from './proposal.ts'
import type { Refusal } from './refusal.ts'
import type { State } from './state.ts'

/** How each operator's command is decided against the committed state. */
export const deciders: {
  readonly [K in keyof OperatorCommandMap]: (
    state: State,
    command: OperatorCommandMap[K],
    stamp: Stamp,
  ) => Proposal | Refusal
} = {
  PauseDeployment: decidePauseDeployment,
  ReportAllocations: decideReportAllocations,
  DispatchJob: decideDispatchJob,
  ForcePeriodicJob: decideForcePeriodicJob,
  CollectGarbage: decideCollectGarbage,
  DrainNode: decideDrainNode,
  JoinNode: decideJoinNode,
  MarkEligibility: decideMarkEligibility,
  ReportNodeStatus: decideReportNodeStatus,
  DeclareJobStable: decideDeclareJobStable,
  EvaluateJob: decideEvaluateJob,
  FailDeployment: decideFailDeployment,
  MarkAllocations: decideMarkAllocations,
  PromoteCanaries: decidePromoteCanaries,
  RevertJob: decideRevertJob,
  ScaleJob: decideScaleJob,
  StopAllocation: decideStopAllocation,
  StopJob: decideStopJob,
  SubmitJob: decideSubmitJob,
  TagVersion: decideTagVersion,
  UnblockDeployment: decideUnblockDeployment,
  RemoveNamespaces: decideRemoveNamespaces,
  RemoveEvaluations: decideRemoveEvaluations,
  PurgeNode: decidePurgeNode,
  EvaluateNode: decideEvaluateNode,
  ConfigureScheduler: decideConfigureScheduler,
}

/** How each change records its events. A refusal drops what was recorded since the last `keep`. */
export const appliers: {
  readonly [K in keyof ChangeMap]: (draft: Draft, change: ChangeMap[K]) => Refusal | undefined
} = {
  NoteWatch: applyNoteWatch,
  AppendNodeEvents: applyAppendNodeEvents,
  BatchDeregisterJobs: applyBatchDeregisterJobs,
  DeleteNamespaces: applyDeleteNamespaces,
  DeleteNodePools: applyDeleteNodePools,
  DeregisterJob: applyDeregisterJob,
  DeregisterNodes: applyDeregisterNodes,
  DeleteServiceRegistrations: applyDeleteServiceRegistrations,
  DrainNodes: applyDrainNodes,
  MarkJobStable: applyMarkJobStable,
  RecordScaling: applyRecordScaling,
  RegisterJob: applyRegisterJob,
  RegisterNode: applyRegisterNode,
  UpsertServiceRegistrations: applyUpsertServiceRegistrations,
  SetNodeEligibility: applySetNodeEligibility,
  SetNodeStatus: applySetNodeStatus,
  SetSchedulerConfiguration: applySetSchedulerConfiguration,
  TagJobVersion: applyTagJobVersion,
  UpsertNamespaces: applyUpsertNamespaces,
  UpsertNodePools: applyUpsertNodePools,
  SetTimer: applySetTimer,
  UpdateDeploymentStatus: applyUpdateDeploymentStatus,
  ApplyPlan: applyApplyPlan,
  DeleteDeployments: applyDeleteDeployments,
  DeleteEvaluations: applyDeleteEvaluations,
  PromoteDeployment: applyPromoteDeployment,
  ReconcileSummaries: applyReconcileSummaries,
  SetAllocationHealth: applySetAllocationHealth,
  TransitionAllocations: applyTransitionAllocations,
  UpdateAllocations: applyUpdateAllocations,
  UpdateEvaluations: applyUpdateEvaluations,
  BootstrapAcl: applyBootstrapAcl,
  DeleteAclPolicies: applyDeleteAclPolicies,
  DeleteAclRoles: applyDeleteAclRoles,
  DeleteAclTokens: applyDeleteAclTokens,
  UpsertAclPolicies: applyUpsertAclPolicies,
  UpsertAclRoles: applyUpsertAclRoles,
  UpsertAclTokens: applyUpsertAclTokens,
  WriteVariable: applyWriteVariable,
}

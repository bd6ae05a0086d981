// Reads deployments and evaluations (Nomad's field names, absent = Go's zero value) into rows of the state.

import type { Deployment, DeploymentGroup } from '../entities/deployment.ts'
import type { Evaluation } from '../entities/evaluation.ts'
import type { JsonObject } from '../json.ts'
import {
  asObject,
  choiceAt,
  flagAt,
  instantAt,
  nanosAt,
  numberAt,
  objectAt,
  restOf,
  textAt,
  textsAt,
} from './fields.ts'

/** A deployment; its groups keep their order. */
export function readDeployment(json: JsonObject): Deployment {
  return {
    id: textAt(json, 'ID'),
    namespace: textAt(json, 'Namespace'),
    jobId: textAt(json, 'JobID'),
    jobVersion: numberAt(json, 'JobVersion'),
    jobModifyIndex: numberAt(json, 'JobModifyIndex'),
    jobSpecModifyIndex: numberAt(json, 'JobSpecModifyIndex'),
    jobCreateIndex: numberAt(json, 'JobCreateIndex'),
    isMultiregion: flagAt(json, 'IsMultiregion'),
    groups: Object.entries(objectAt(json, 'TaskGroups') ?? {}).map(([name, group]) =>
      readDeploymentGroup(name, asObject(group) ?? {}),
    ),
    status: choiceAt(json, 'Status', deploymentStatuses, 'running'),
    statusDescription: textAt(json, 'StatusDescription'),
    evaluationPriority: numberAt(json, 'EvalPriority'),
    createIndex: numberAt(json, 'CreateIndex'),
    modifyIndex: numberAt(json, 'ModifyIndex'),
    createTime: nanosAt(json, 'CreateTime'),
    modifyTime: nanosAt(json, 'ModifyTime'),
    watch: undefined,
  }
}

const deploymentStatuses: readonly Deployment['status'][] = [
  'running',
  'paused',
  'failed',
  'successful',
  'cancelled',
  'initializing',
  'pending',
  'blocked',
  'unblocking',
]

function readDeploymentGroup(name: string, json: JsonObject): DeploymentGroup {
  return {
    name,
    autoRevert: flagAt(json, 'AutoRevert'),
    autoPromote: flagAt(json, 'AutoPromote'),
    progressDeadline: nanosAt(json, 'ProgressDeadline'),
    requireProgressBy: instantAt(json, 'RequireProgressBy'),
    promoted: flagAt(json, 'Promoted'),
    placedCanaries: textsAt(json, 'PlacedCanaries'),
    desiredCanaries: numberAt(json, 'DesiredCanaries'),
    desiredTotal: numberAt(json, 'DesiredTotal'),
    placed: numberAt(json, 'PlacedAllocs'),
    healthy: numberAt(json, 'HealthyAllocs'),
    unhealthy: numberAt(json, 'UnhealthyAllocs'),
  }
}

/** An evaluation. */
export function readEvaluation(json: JsonObject): Evaluation {
  const rest = restOf(json, evaluationFields)
  return {
    id: textAt(json, 'ID'),
    namespace: textAt(json, 'Namespace'),
    priority: numberAt(json, 'Priority'),
    type: textAt(json, 'Type'),
    triggeredBy: textAt(json, 'TriggeredBy'),
    jobId: textAt(json, 'JobID'),
    jobModifyIndex: numberAt(json, 'JobModifyIndex'),
    nodeId: textAt(json, 'NodeID'),
    nodeModifyIndex: numberAt(json, 'NodeModifyIndex'),
    deploymentId: textAt(json, 'DeploymentID'),
    status: choiceAt(json, 'Status', ['blocked', 'pending', 'complete', 'failed', 'canceled'], 'pending'),
    statusDescription: textAt(json, 'StatusDescription'),
    wait: nanosAt(json, 'Wait'),
    waitUntil: instantAt(json, 'WaitUntil'),
    nextEvaluation: textAt(json, 'NextEval'),
    previousEvaluation: textAt(json, 'PreviousEval'),
    blockedEvaluation: textAt(json, 'BlockedEval'),
    ...readOutcome(json),
    ...(rest && { rest }),
  }
}

type Outcome =
  | 'failedGroups'
  | 'planAnnotations'
  | 'classEligibility'
  | 'escapedComputedClass'
  | 'quotaLimitReached'
  | 'annotatePlan'
  | 'queuedAllocations'
  | 'snapshotIndex'
  | 'createIndex'
  | 'modifyIndex'
  | 'createTime'
  | 'modifyTime'

function readOutcome(json: JsonObject): Pick<Evaluation, Outcome> {
  const failed = objectAt(json, 'FailedTGAllocs')
  const queued = objectAt(json, 'QueuedAllocations')
  return {
    failedGroups:
      failed && Object.entries(failed).map(([group, metric]) => ({ group, metric: asObject(metric) ?? {} })),
    planAnnotations: json.PlanAnnotations ?? null,
    classEligibility: objectAt(json, 'ClassEligibility'),
    escapedComputedClass: flagAt(json, 'EscapedComputedClass'),
    quotaLimitReached: textAt(json, 'QuotaLimitReached'),
    annotatePlan: flagAt(json, 'AnnotatePlan'),
    queuedAllocations: queued && Object.keys(queued).map((group) => ({ group, count: numberAt(queued, group) })),
    snapshotIndex: numberAt(json, 'SnapshotIndex'),
    createIndex: numberAt(json, 'CreateIndex'),
    modifyIndex: numberAt(json, 'ModifyIndex'),
    createTime: nanosAt(json, 'CreateTime'),
    modifyTime: nanosAt(json, 'ModifyTime'),
  }
}

const evaluationFields = new Set([
  ...['ID', 'Namespace', 'Priority', 'Type', 'TriggeredBy', 'JobID', 'JobModifyIndex', 'NodeID', 'NodeModifyIndex'],
  ...['DeploymentID', 'Status', 'StatusDescription', 'Wait', 'WaitUntil', 'NextEval', 'PreviousEval', 'BlockedEval'],
  ...['FailedTGAllocs', 'PlanAnnotations', 'ClassEligibility', 'EscapedComputedClass', 'QuotaLimitReached'],
  ...['AnnotatePlan', 'QueuedAllocations', 'SnapshotIndex', 'CreateIndex', 'ModifyIndex', 'CreateTime', 'ModifyTime'],
])

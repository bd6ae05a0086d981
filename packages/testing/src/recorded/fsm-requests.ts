// Reads recorded log messages of the state machine (oracle/README-fsm §1) as replicated changes: messages about deployments,
// allocations and evaluations here, the others in `fsm-job-requests.ts` and `fsm-node-requests.ts`.

import type { Allocation, Change, Evaluation, JsonObject } from '@cutover/core'
import { jobRequests } from './fsm-job-requests.ts'
import { nodeRequests } from './fsm-node-requests.ts'
import { evaluationAt, jobAt, type RequestReader } from './fsm-request.ts'
import { asObject, flagAt, instantAt, nanosAt, objectAt, objectsAt, textAt, textsAt } from './read.ts'
import { readAllocation, readDeployment, readEvaluation } from './rows.ts'

/** The change that a message is; undefined for a type that is not known. */
export function changeOf(type: string, request: JsonObject): Change | undefined {
  return readers.get(type)?.(request)
}

const readers: ReadonlyMap<string, RequestReader> = new Map<string, RequestReader>([
  ...jobRequests,
  ...nodeRequests,
  ['ApplyPlanResultsRequestType', readPlan],
  ['DeploymentStatusUpdateRequestType', readStatusUpdate],
  ['DeploymentPromoteRequestType', readPromotion],
  ['DeploymentAllocHealthRequestType', readHealthMarks],
  [
    'DeploymentDeleteRequestType',
    (request) => ({ type: 'DeleteDeployments', deploymentIds: textsAt(request, 'Deployments') ?? [] }),
  ],
  ['EvalUpdateRequestType', (request) => ({ type: 'UpdateEvaluations', evaluations: evaluationsAt(request, 'Evals') })],
  ['EvalDeleteRequestType', readDeletion],
  ['AllocClientUpdateRequestType', readReports],
  ['AllocUpdateDesiredTransitionRequestType', readTransitions],
])

function evaluationsAt(request: JsonObject, key: string): readonly Evaluation[] {
  return (objectsAt(request, key) ?? []).map(readEvaluation)
}

function readPlan(request: JsonObject): Change {
  const deployment = objectAt(request, 'Deployment')
  return {
    type: 'ApplyPlan',
    allocationsUpdated: (objectsAt(request, 'AllocsUpdated') ?? []).map((allocation) => readAllocation(allocation)),
    allocationsStopped: (objectsAt(request, 'AllocsStopped') ?? []).map(readStop),
    allocationsPreempted: (objectsAt(request, 'AllocsPreempted') ?? []).map((diff) => ({
      allocationId: textAt(diff, 'ID'),
      preemptedBy: textAt(diff, 'PreemptedByAllocation'),
      modifyTime: nanosAt(diff, 'ModifyTime'),
    })),
    job: jobAt(request, 'Job'),
    deployment: deployment && readDeployment(deployment),
    deploymentUpdates: (objectsAt(request, 'DeploymentUpdates') ?? []).map((update) => {
      const { id, status, statusDescription } = readDeployment({ ...update, ID: textAt(update, 'DeploymentID') })
      return { deploymentId: id, status, description: statusDescription }
    }),
    evaluationId: textAt(request, 'EvalID'),
    preemptionEvaluations: evaluationsAt(request, 'PreemptionEvals'),
    ineligibleNodes: textsAt(request, 'IneligibleNodes') ?? [],
    updatedAt: nanosAt(request, 'UpdatedAt'),
  }
}

function readStop(diff: JsonObject): Extract<Change, { type: 'ApplyPlan' }>['allocationsStopped'][number] {
  const { id, clientStatus, desiredDescription, states, followupEvaluationId, modifyTime } = readAllocation(diff)
  return {
    allocationId: id,
    description: desiredDescription,
    clientStatus: 'ClientStatus' in diff ? clientStatus : undefined,
    followupEvaluationId,
    states,
    modifyTime,
  }
}

function readStatusUpdate(request: JsonObject): Change {
  const update = objectAt(request, 'DeploymentUpdate') ?? {}
  return {
    type: 'UpdateDeploymentStatus',
    deploymentId: textAt(update, 'DeploymentID'),
    ...readStatus(update),
    job: jobAt(request, 'Job'),
    evaluation: evaluationAt(request, 'Eval'),
  }
}

function readStatus(update: JsonObject): NonNullable<Extract<Change, { type: 'SetAllocationHealth' }>['failure']> {
  const { status, statusDescription } = readDeployment(update)
  return { status, description: statusDescription, updatedAt: nanosAt(update, 'UpdatedAt') }
}

function readPromotion(request: JsonObject): Change {
  return {
    type: 'PromoteDeployment',
    deploymentId: textAt(request, 'DeploymentID'),
    all: flagAt(request, 'All'),
    groups: textsAt(request, 'Groups') ?? [],
    promotedAt: nanosAt(request, 'PromotedAt'),
    evaluation: evaluationAt(request, 'Eval'),
  }
}

function readHealthMarks(request: JsonObject): Change {
  const update = objectAt(request, 'DeploymentUpdate')
  return {
    type: 'SetAllocationHealth',
    deploymentId: textAt(request, 'DeploymentID'),
    healthy: textsAt(request, 'HealthyAllocationIDs') ?? [],
    unhealthy: textsAt(request, 'UnhealthyAllocationIDs') ?? [],
    timestamp: instantAt(request, 'Timestamp'),
    failure: update && { ...readStatus(update), deploymentId: textAt(update, 'DeploymentID') },
    job: jobAt(request, 'Job'),
    evaluation: evaluationAt(request, 'Eval'),
  }
}

function readDeletion(request: JsonObject): Change {
  return {
    type: 'DeleteEvaluations',
    evaluationIds: textsAt(request, 'Evals') ?? [],
    allocationIds: textsAt(request, 'Allocs') ?? [],
    userInitiated: flagAt(request, 'UserInitiated'),
  }
}

function readReports(request: JsonObject): Change {
  return {
    type: 'UpdateAllocations',
    reports: (objectsAt(request, 'Alloc') ?? []).map((report) => asReport(readAllocation(report))),
    evaluations: evaluationsAt(request, 'Evals'),
  }
}

function asReport(allocation: Allocation): Extract<Change, { type: 'UpdateAllocations' }>['reports'][number] {
  const { id, nodeId, namespace, jobId, health, modifyTime } = allocation
  const { clientStatus, clientDescription, taskStates, networkStatus } = allocation
  return {
    allocationId: id,
    nodeId,
    namespace,
    jobId,
    clientStatus,
    clientDescription,
    taskStates,
    networkStatus,
    health,
    modifyTime,
  }
}

function readTransitions(request: JsonObject): Change {
  const transitions = Object.entries(objectAt(request, 'Allocs') ?? {}).map(([allocationId, transition]) => ({
    allocationId,
    transition: readAllocation({ DesiredTransition: asObject(transition) ?? {} }).desiredTransition,
  }))
  return { type: 'TransitionAllocations', transitions, evaluations: evaluationsAt(request, 'Evals') }
}

// Which objects of the event stream a fact changes, in the order of the writes. Facts that are not named here concern tables
// that the stream does not tell of, or are never published. Rules: semantics/1 §6.

import { jobKey } from './entities/job.ts'
import type { Event, EventMap, EventType } from './event.ts'

/** One object that is written. The key is that of its table. */
export interface Touch {
  readonly topic: 'Job' | 'Evaluation' | 'Allocation' | 'Deployment' | 'Node' | 'Service'
  readonly key: string
}

/** The objects that an event writes. */
export function touchedBy<T extends EventType>(event: Event<T>): readonly Touch[] {
  const touch: ((event: EventMap[T]) => readonly Touch[]) | undefined = touches[event.type]
  return touch ? touch(event) : []
}

const touches: { readonly [T in EventType]?: (event: EventMap[T]) => readonly Touch[] } = {
  JobRegistered: ({ job }) => [jobOf(job.namespace, job.id)],
  JobStopped: ({ job }) => [jobOf(job.namespace, job.id)],
  JobRolledBack: ({ job }) => [jobOf(job.namespace, job.id)],
  JobStabilitySet: ({ job, aside }) => (aside ? [] : [jobOf(job.namespace, job.id)]),
  JobStatusChanged: ({ namespace, jobId }) => [jobOf(namespace, jobId)],
  JobPurged: ({ namespace, jobId }) => [jobOf(namespace, jobId)],
  EvaluationCreated: ({ evaluation }) => [evaluationOf(evaluation.id)],
  EvaluationUpdated: ({ evaluation }) => [evaluationOf(evaluation.id)],
  EvaluationCanceled: ({ evaluationId }) => [evaluationOf(evaluationId)],
  EvaluationClosedByPurge: ({ evaluationId }) => [evaluationOf(evaluationId)],
  PlanCommitted: ({ evaluationId }) => [evaluationOf(evaluationId)],
  AllocationPlaced: ({ allocation, count }) => counted(count, allocation.id),
  AllocationUpdated: ({ allocation, count }) => counted(count, allocation.id),
  AllocationStopped: ({ allocationId, count }) => counted(count, allocationId),
  AllocationMarkedHealthy: ({ allocationId, count }) => counted(count, allocationId),
  AllocationMarkedUnhealthy: ({ allocationId, count }) => counted(count, allocationId),
  AllocationReported: reported,
  AllocationPreempted: ({ allocationId }) => [allocationOf(allocationId)],
  AllocationReplaced: ({ allocationId }) => [allocationOf(allocationId)],
  AllocationHurried: ({ allocationId }) => [allocationOf(allocationId)],
  AllocationTransitionAsked: ({ allocationId }) => [allocationOf(allocationId)],
  CanaryPromoted: ({ allocationId }) => [allocationOf(allocationId)],
  AllocationCounted: ({ count }) => [deploymentOf(count)],
  DeploymentCreated: ({ deployment }) => [{ topic: 'Deployment', key: deployment.id }],
  DeploymentReplaced: ({ deployment }) => [{ topic: 'Deployment', key: deployment.id }],
  DeploymentPaused: (event) => [deploymentOf(event)],
  DeploymentResumed: (event) => [deploymentOf(event)],
  DeploymentSucceeded: (event) => [deploymentOf(event)],
  DeploymentFailed: (event) => [deploymentOf(event)],
  DeploymentCancelled: (event) => [deploymentOf(event)],
  DeploymentInitialized: (event) => [deploymentOf(event)],
  DeploymentHeld: (event) => [deploymentOf(event)],
  DeploymentBlocked: (event) => [deploymentOf(event)],
  DeploymentUnblocked: (event) => [deploymentOf(event)],
  DeploymentPromoted: (event) => [deploymentOf(event)],
  ServiceRegistered: ({ service }) => [{ topic: 'Service', key: service.id }],
  ServiceDeregistered: ({ id }) => [{ topic: 'Service', key: id }],
  JobImported: ({ job }) => [jobOf(job.namespace, job.id)],
  DeploymentImported: ({ deployment }) => [{ topic: 'Deployment', key: deployment.id }],
  EvaluationImported: ({ evaluation }) => [evaluationOf(evaluation.id)],
  AllocationImported: ({ allocation }) => [allocationOf(allocation.id)],
  NodeImported: ({ node }) => [{ topic: 'Node', key: node.id }],
  NodeRegistered: ({ node }) => [{ topic: 'Node', key: node.id }],
  NodeStatusSet: (event) => [nodeOf(event)],
  NodeDrainSet: (event) => [nodeOf(event)],
  NodeEligibilitySet: (event) => [nodeOf(event)],
  NodeRemarked: (event) => [nodeOf(event)],
  AllocationsReported: (event) => [nodeOf(event)],
}

function jobOf(namespace: string, jobId: string): Touch {
  return { topic: 'Job', key: jobKey(namespace, jobId) }
}

function evaluationOf(id: string): Touch {
  return { topic: 'Evaluation', key: id }
}

function allocationOf(id: string): Touch {
  return { topic: 'Allocation', key: id }
}

function deploymentOf({ deploymentId }: { readonly deploymentId: string }): Touch {
  return { topic: 'Deployment', key: deploymentId }
}

function nodeOf({ nodeId }: { readonly nodeId: string }): Touch {
  return { topic: 'Node', key: nodeId }
}

function counted(count: { readonly deploymentId: string } | undefined, allocationId: string): readonly Touch[] {
  return count ? [deploymentOf(count), allocationOf(allocationId)] : [allocationOf(allocationId)]
}

// The deployment is counted first, the evaluation that nobody waits for any more is cancelled next, the row is written last.
function reported(event: EventMap['AllocationReported']): readonly Touch[] {
  const { count, canceledEvaluationId, allocationId } = event
  const canceled = canceledEvaluationId === '' ? [] : [evaluationOf(canceledEvaluationId)]
  return [...(count ? [deploymentOf(count)] : []), ...canceled, allocationOf(allocationId)]
}

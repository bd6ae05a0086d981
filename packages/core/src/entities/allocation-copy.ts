// Copies of allocations for folds to change before anyone else sees them. All fields in one fixed order: the folds are hot, and
// one hidden class for all rows keeps them so (design §3).

import type { Mutable } from '../mutable.ts'
import type { Allocation, AllocationHealth } from './allocation.ts'

/** A copy whose fields may be set; what hangs on it is shared. */
export function copyAllocation(row: Allocation): Mutable<Allocation> {
  const copy: Mutable<Allocation> = {
    id: row.id,
    namespace: row.namespace,
    evaluationId: row.evaluationId,
    name: row.name,
    nodeId: row.nodeId,
    nodeName: row.nodeName,
    jobId: row.jobId,
    job: row.job,
    group: row.group,
    resources: row.resources,
    metrics: row.metrics,
    desiredStatus: row.desiredStatus,
    desiredDescription: row.desiredDescription,
    desiredTransition: row.desiredTransition,
    clientStatus: row.clientStatus,
    clientDescription: row.clientDescription,
    taskStates: row.taskStates,
    networkStatus: row.networkStatus,
    deploymentId: row.deploymentId,
    health: row.health,
    states: row.states,
    previousAllocation: row.previousAllocation,
    nextAllocation: row.nextAllocation,
    followupEvaluationId: row.followupEvaluationId,
    rescheduleTracker: row.rescheduleTracker,
    preemptedAllocations: row.preemptedAllocations,
    preemptedByAllocation: row.preemptedByAllocation,
    createIndex: row.createIndex,
    modifyIndex: row.modifyIndex,
    allocationModifyIndex: row.allocationModifyIndex,
    createTime: row.createTime,
    modifyTime: row.modifyTime,
  }
  if (row.rest !== undefined) copy.rest = row.rest
  return copy
}

/** Health as it is after a change at `index`. */
export function healthAt(health: Omit<AllocationHealth, 'modifyIndex'>, index: number): AllocationHealth {
  return { healthy: health.healthy, timestamp: health.timestamp, canary: health.canary, modifyIndex: index }
}

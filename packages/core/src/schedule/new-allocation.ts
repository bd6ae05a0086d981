// A new allocation as a plan carries it. Rules: semantics/2 §4.4 steps 7 and 9.

import type { Allocation } from '../entities/allocation.ts'
import type { Job } from '../entities/job.ts'
import type { Node } from '../entities/node.ts'
import { type RescheduleTracker, replacementsIn } from '../entities/reschedule-tracker.ts'
import type { GroupDocument } from '../job-document/document.ts'
import type { Json } from '../json.ts'
import { ownGroup } from '../reconcile/connection.ts'
import { nextTracker } from '../reconcile/reschedule.ts'
import { newestFinish, ownReschedule } from '../reconcile/reschedule-time.ts'
import { type Micros, micros, zero } from '../time.ts'
import type { Attempt } from './attempt.ts'

/** What is particular about a new allocation. */
export interface Birth {
  readonly name: string
  readonly group: GroupDocument
  readonly node: Node
  readonly resources: Json
  readonly metrics: Json
  readonly deploymentId: string
  /** It is a canary, and a deployment is there to count it. */
  readonly canary: boolean
  readonly previous: Allocation | undefined
  readonly rescheduleTracker: RescheduleTracker | undefined
  /** A stable version to run instead of the current one. */
  readonly job: Job | undefined
}

/** The allocation: wanted, and not yet seen by its node. */
export function newAllocation({ evaluation, newId }: Attempt, birth: Birth): Allocation {
  const { canary, group, node, previous, ...same } = birth
  return {
    id: newId(),
    namespace: evaluation.namespace,
    evaluationId: evaluation.id,
    nodeId: node.id,
    nodeName: node.name,
    jobId: evaluation.jobId,
    group: group.Name,
    desiredStatus: 'run',
    desiredDescription: '',
    desiredTransition: {},
    clientStatus: 'pending',
    clientDescription: '',
    taskStates: undefined,
    networkStatus: null,
    health: canary ? { healthy: undefined, timestamp: zero, canary: true, modifyIndex: 0 } : undefined,
    states: undefined,
    previousAllocation: previous?.id ?? '',
    nextAllocation: '',
    followupEvaluationId: '',
    preemptedAllocations: undefined,
    preemptedByAllocation: '',
    createIndex: 0,
    modifyIndex: 0,
    allocationModifyIndex: 0,
    createTime: zero,
    modifyTime: zero,
    ...same,
  }
}

/** The replacements before a rescheduled allocation, the one that is being made included. */
export function trackReschedule(previous: Allocation, at: Micros): RescheduleTracker {
  const delay = nextDelay(previous)
  const event = { rescheduleTime: at, previousAllocationId: previous.id, previousNodeId: previous.nodeId, delay }
  const policy = ownGroup(previous)?.ReschedulePolicy ?? undefined
  return nextTracker(policy, replacementsIn(previous.rescheduleTracker), event)
}

function nextDelay(previous: Allocation): Micros {
  const failure = newestFinish(previous)
  const next = ownReschedule(previous, failure)
  return next ? micros(next.time - failure) : zero
}

// Sets the health of a deployment's allocations by hand, and fails the deployment when asked to, all in one entry.
// Rules: semantics/1 §3.8.

import { type Draft, record } from '../draft.ts'
import type { Evaluation } from '../entities/evaluation.ts'
import type { Job } from '../entities/job.ts'
import { storedId, uuidFault } from '../entities/uuid.ts'
import { isRefusal, type Refusal, refuse } from '../refusal.ts'
import type { Micros } from '../time.ts'
import { countOf } from './counting.ts'
import { activeDeployment, type StatusUpdate, setDeploymentStatus } from './deployment-status.ts'
import { rollBack } from './update-deployment-status.ts'

/** Healthy ids come first: one in both lists is counted twice and ends unhealthy. */
export interface SetAllocationHealth {
  readonly deploymentId: string
  readonly healthy: readonly string[]
  readonly unhealthy: readonly string[]
  readonly timestamp: Micros
  /** What becomes of the deployment, usually its failure. */
  readonly failure: Failure | undefined
  readonly job: Job | undefined
  readonly evaluation: Evaluation | undefined
}

/** The log allows another deployment than the one whose allocations are marked, though nobody asks for it. */
export interface Failure extends StatusUpdate {
  /** Default: the deployment of the allocations. */
  readonly deploymentId?: string
}

export function applySetAllocationHealth(draft: Draft, change: SetAllocationHealth): Refusal | undefined {
  const deployment = activeDeployment(draft, change.deploymentId)
  if (isRefusal(deployment)) return deployment
  const refusal = markAll(draft, change, true) ?? markAll(draft, change, false)
  if (refusal) return refusal
  return fail(draft, change) ?? rollBack(draft, change)
}

function fail(draft: Draft, { deploymentId, failure }: SetAllocationHealth): Refusal | undefined {
  return failure && setDeploymentStatus(draft, failure.deploymentId ?? deploymentId, failure)
}

function markAll(draft: Draft, change: SetAllocationHealth, healthy: boolean): Refusal | undefined {
  for (const id of healthy ? change.healthy : change.unhealthy) {
    const refusal = mark(draft, change, { id, healthy })
    if (refusal) return refusal
  }
  return undefined
}

interface Mark {
  readonly id: string
  readonly healthy: boolean
}

// The row is written even if its health stays: its new index is news for the watcher (semantics/1 §9, case 25).
function mark(
  draft: Draft,
  { deploymentId, timestamp }: SetAllocationHealth,
  { id, healthy }: Mark,
): Refusal | undefined {
  const stored = draft.tables.allocations.get(storedId(id))
  if (!stored) return refuseUnknown(id)
  if (stored.deploymentId !== deploymentId) return refuse('allocation-of-other-deployment', id, deploymentId)
  const health = { healthy, timestamp, canary: stored.health?.canary ?? false, modifyIndex: draft.index }
  const { namespace, jobId, job, group, clientStatus } = stored
  const next = {
    id: stored.id,
    namespace,
    jobId,
    job,
    group,
    clientStatus,
    deploymentId,
    health,
    modifyTime: timestamp,
  }
  const count = countOf(draft, next, stored)
  const type = healthy ? 'AllocationMarkedHealthy' : 'AllocationMarkedUnhealthy'
  record(draft, { type, allocationId: stored.id, timestamp, count })
  return undefined
}

function refuseUnknown(id: string): Refusal {
  const fault = uuidFault(id)
  return fault === undefined ? refuse('health-allocation-unknown', id) : refuse('health-allocation-lookup', id, fault)
}

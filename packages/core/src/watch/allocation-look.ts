// What the watcher makes of a deployment's allocations: does one fail it, which may be rescheduled, is there news for the scheduler.
// Rules: semantics/3 §1.3.1.

import type { Allocation } from '../entities/allocation.ts'
import { type Deployment, deploymentGroup, isActive } from '../entities/deployment.ts'
import { groupOf } from '../job-document/document.ts'
import { rescheduleEligible } from '../reconcile/reschedule.ts'
import type { Micros } from '../time.ts'

/** The outcome of one look over the allocations. */
export interface AllocationLook {
  /** Allocations that fail the deployment at once. */
  readonly failing: readonly Allocation[]
  /** Unhealthy allocations that are to be granted a reschedule. */
  readonly grants: readonly string[]
  /** A health that no scheduler run has seen. */
  readonly news: boolean
}

/** Judges every allocation of the deployment. `horizon` is the job's eval horizon. */
export function lookAtAllocations(
  deployment: Deployment,
  allocations: readonly Allocation[],
  { horizon, now }: { readonly horizon: number; readonly now: Micros },
): AllocationLook {
  const failing: Allocation[] = []
  const grants: string[] = []
  let news = false
  for (const allocation of allocations) {
    const group = deploymentGroup(deployment, allocation.group)
    const health = allocation.health
    if (!group || health?.healthy === undefined) continue
    if (health.healthy) news = news || health.modifyIndex > horizon
    else if (group.progressDeadline === 0 || !mayReschedule(deployment, allocation, now)) failing.push(allocation)
    else if (isActive(deployment) && allocation.desiredTransition.reschedule !== true) grants.push(allocation.id)
  }
  return { failing, grants, news }
}

// A group that the watched job no longer has counts as one without a policy, where the original crashed (semantics/3 §1.3.1).
function mayReschedule(deployment: Deployment, allocation: Allocation, now: Micros): boolean {
  if (!isActive(deployment)) return true
  const document = deployment.watch?.job?.document
  const policy = document && groupOf(document, allocation.group)?.ReschedulePolicy
  return policy ? rescheduleEligible(policy, allocation.rescheduleTracker?.events ?? [], now) : false
}

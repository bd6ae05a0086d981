// What the watcher makes of a deployment's allocations: does one fail it, which may be rescheduled, is there news for the scheduler.
// Rules: semantics/3 §1.3.1.

import type { Allocation } from '../entities/allocation.ts'
import { type Deployment, deploymentGroup } from '../entities/deployment.ts'
import type { Job } from '../entities/job.ts'
import { replacementsIn } from '../entities/reschedule-tracker.ts'
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

/** How the watcher sees them: its job, that job's eval horizon, and the instant. */
export interface Sight {
  readonly job: Job
  readonly horizon: number
  readonly now: Micros
}

/** Judges every allocation of an active deployment. */
export function lookAtAllocations(
  deployment: Deployment,
  allocations: readonly Allocation[],
  { job, horizon, now }: Sight,
): AllocationLook {
  const failing: Allocation[] = []
  const grants: string[] = []
  let news = false
  for (const allocation of allocations) {
    const group = deploymentGroup(deployment, allocation.group)
    const health = allocation.health
    if (!group || health?.healthy === undefined) continue
    if (health.healthy) news = news || health.modifyIndex > horizon
    else if (group.progressDeadline === 0 || !mayReschedule(job, allocation, now)) failing.push(allocation)
    else if (allocation.desiredTransition.reschedule !== true) grants.push(allocation.id)
  }
  return { failing, grants, news }
}

// A group that the watched job no longer has counts as one without a policy, where the original crashed (semantics/3 §1.3.1).
function mayReschedule({ document }: Job, allocation: Allocation, now: Micros): boolean {
  const policy = groupOf(document, allocation.group)?.ReschedulePolicy
  return policy ? rescheduleEligible(policy, replacementsIn(allocation.rescheduleTracker), now) : false
}

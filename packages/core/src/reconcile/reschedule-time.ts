// When an allocation may be replaced: its history put to the policy of its own job. Rules: semantics/2 §2.7.

import type { Allocation } from '../entities/allocation.ts'
import { type Micros, zero } from '../time.ts'
import { ownGroup } from './connection.ts'
import { type NextReschedule, nextReschedule } from './reschedule.ts'

/** When its last task finished; without one, when it was last modified. */
export function newestFinish(allocation: Allocation): Micros {
  let newest = zero
  if (allocation.taskStates !== undefined) {
    for (const task of allocation.taskStates) if (task.finishedAt > newest) newest = task.finishedAt
  }
  return newest === zero ? allocation.modifyTime : newest
}

/** The next replacement after a failure at `failureTime`; undefined without a policy. */
export function ownReschedule(allocation: Allocation, failureTime: Micros): NextReschedule | undefined {
  const policy = ownGroup(allocation)?.ReschedulePolicy
  if (!policy) return undefined
  const tracker = allocation.rescheduleTracker
  const history = {
    tracked: tracker !== undefined,
    events: tracker?.events,
    newestFinish: newestFinish(allocation),
  }
  return nextReschedule(policy, history, failureTime)
}

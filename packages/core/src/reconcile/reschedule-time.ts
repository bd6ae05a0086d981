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

/** The normal rule of §2.7: it failed or was lost, nobody stopped it, and its policy is not switched off. */
export function mayReschedule(allocation: Allocation): boolean {
  const { clientStatus: status, desiredTransition: transition, job } = allocation
  if (status !== 'failed' && status !== 'lost') {
    if (transition.reschedule !== true || job?.document.Type !== 'batch') return false
  }
  if (allocation.desiredStatus === 'stop' && !lastRescheduleFailed(allocation)) return false
  const policy = ownGroup(allocation)?.ReschedulePolicy
  return policy !== null && policy !== undefined && (policy.Attempts !== 0 || policy.Unlimited)
}

/** The last attempt to reschedule it found no place. */
export function lastRescheduleFailed(allocation: Allocation): boolean {
  const note = allocation.rescheduleTracker?.lastReschedule
  return note !== undefined && note !== '' && note !== 'ok'
}

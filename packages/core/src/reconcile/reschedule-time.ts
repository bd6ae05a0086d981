// When a failed allocation may be replaced, by its own job's policy. Rules: semantics/2 §2.7 "policy maths".

import type { Allocation } from '../entities/allocation.ts'
import type { RescheduleEvent } from '../entities/reschedule-tracker.ts'
import type { ReschedulePolicyDocument } from '../job-document/document.ts'
import { fromNanos, type Micros, micros, plus, zero } from '../time.ts'
import { ownGroup } from './connection.ts'

/** The instant of the next replacement, and whether the policy permits it. */
export interface NextReschedule {
  readonly time: Micros
  readonly permitted: boolean
}

/** When its last task finished; without one, when it was last modified. */
export function newestFinish(allocation: Allocation): Micros {
  let newest = zero
  if (allocation.taskStates !== undefined) {
    for (const task of allocation.taskStates) if (task.finishedAt > newest) newest = task.finishedAt
  }
  return newest === zero ? allocation.modifyTime : newest
}

/** The next replacement after a failure at `failureTime`; undefined without a policy. */
export function nextReschedule(allocation: Allocation, failureTime: Micros): NextReschedule | undefined {
  const policy = ownGroup(allocation)?.ReschedulePolicy
  if (!policy) return undefined
  const delay = nextDelay(allocation, policy)
  return { time: plus(failureTime, delay), permitted: isPermitted(allocation, policy, failureTime, delay) }
}

function isPermitted(
  allocation: Allocation,
  policy: ReschedulePolicyDocument,
  failureTime: Micros,
  delay: Micros,
): boolean {
  const events = allocation.rescheduleTracker?.events
  if (policy.Attempts <= 0) return policy.Unlimited
  if (events === undefined) return true
  const interval = fromNanos(policy.Interval)
  let attempted = 0
  for (const event of events) if (failureTime - event.rescheduleTime < interval) attempted += 1
  return attempted < policy.Attempts && delay < interval
}

function nextDelay(allocation: Allocation, policy: ReschedulePolicyDocument): Micros {
  const first = fromNanos(policy.Delay)
  const most = fromNanos(policy.MaxDelay)
  const events = allocation.rescheduleTracker?.events
  const last = events?.at(-1)
  if (events === undefined || last === undefined) return first
  const grown = grownDelay(policy, last, events.at(-2))
  if (grown === undefined) return first
  if (most <= 0 || grown <= most) return grown
  return newestFinish(allocation) - last.rescheduleTime > most ? first : most
}

function grownDelay(
  policy: ReschedulePolicyDocument,
  last: RescheduleEvent,
  before: RescheduleEvent | undefined,
): Micros | undefined {
  if (policy.DelayFunction === 'exponential') return micros(last.delay * 2)
  if (policy.DelayFunction !== 'fibonacci' || before === undefined) {
    return policy.DelayFunction === 'fibonacci' ? fromNanos(policy.Delay) : undefined
  }
  const wasReset = before.delay === fromNanos(policy.MaxDelay) && last.delay === fromNanos(policy.Delay)
  return wasReset ? last.delay : plus(last.delay, before.delay)
}

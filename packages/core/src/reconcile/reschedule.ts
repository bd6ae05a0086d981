// The arithmetic of rescheduling: how long the next replacement of a failed allocation waits, whether its policy permits one,
// and what the replacement remembers. Policies carry nanoseconds; everything else is microseconds. Rules: semantics/2 §2.7.

import type { RescheduleEvent, RescheduleTracker } from '../entities/reschedule-tracker.ts'
import type { ReschedulePolicyDocument } from '../job-document/document.ts'
import { fromNanos, type Micros, micros, plus } from '../time.ts'

/** The instant of the next replacement, and whether the policy permits it. */
export interface NextReschedule {
  readonly time: Micros
  readonly permitted: boolean
}

/** What is known of an allocation's replacements so far. */
export interface RescheduleHistory {
  /** It has a tracker, even one without a list of events. */
  readonly tracked: boolean
  /** Oldest first. */
  readonly events: readonly RescheduleEvent[] | undefined
  /** When its last task finished. */
  readonly newestFinish: Micros
}

/** Policies without a limit of attempts pass on this many old events. */
const keptEvents = 5

/** A delay that grows without a cap stops here, so that sums of instants and delays stay exact. */
const longestDelay: Micros = micros(100 * 366 * 86_400 * 1_000_000)

/** The next replacement after a failure at `failureTime`. */
export function nextReschedule(
  policy: ReschedulePolicyDocument,
  history: RescheduleHistory,
  failureTime: Micros,
): NextReschedule {
  const delay = nextDelay(policy, history.events ?? [], history.newestFinish)
  return { time: plus(failureTime, delay), permitted: isPermitted(policy, history, { failureTime, delay }) }
}

function isPermitted(
  policy: ReschedulePolicyDocument,
  { tracked, events }: RescheduleHistory,
  { failureTime, delay }: { readonly failureTime: Micros; readonly delay: Micros },
): boolean {
  if (policy.Attempts <= 0) return policy.Unlimited
  if (!events) return policy.Unlimited || !tracked
  return attemptsMade(policy, events, failureTime) < policy.Attempts && delay < fromNanos(policy.Interval)
}

/** How many replacements lie within the policy's interval before `failureTime`; later ones count, too. */
export function attemptsMade(
  policy: ReschedulePolicyDocument,
  events: readonly RescheduleEvent[],
  failureTime: Micros,
): number {
  if (policy.Attempts <= 0) return 0
  const interval = fromNanos(policy.Interval)
  let made = 0
  for (const event of events) if (failureTime - event.rescheduleTime < interval) made += 1
  return made
}

/** How long the next replacement waits. The delay starts again when the last replacement ran for longer than the cap. */
export function nextDelay(
  policy: ReschedulePolicyDocument,
  events: readonly RescheduleEvent[],
  newestFinish: Micros,
): Micros {
  const first = fromNanos(policy.Delay)
  const last = events.at(-1)
  if (!last) return first
  const grown = grownDelay(policy, last, events.at(-2))
  if (grown === undefined) return first
  const cap = fromNanos(policy.MaxDelay)
  if (cap <= 0 || grown <= cap) return grown
  return newestFinish - last.rescheduleTime > cap ? first : cap
}

/** The delay before it is capped; undefined when it does not grow. */
function grownDelay(
  policy: ReschedulePolicyDocument,
  last: RescheduleEvent,
  lastButOne: RescheduleEvent | undefined,
): Micros | undefined {
  switch (policy.DelayFunction) {
    case 'exponential':
      return sum(last.delay, last.delay)
    case 'fibonacci':
      if (!lastButOne) return fromNanos(policy.Delay)
      return hasStartedAgain(policy, last, lastButOne) ? last.delay : sum(last.delay, lastButOne.delay)
    // Constant, not given and unknown alike.
    default:
      return undefined
  }
}

function sum(a: Micros, b: Micros): Micros {
  return micros(Math.min(a + b, longestDelay))
}

function hasStartedAgain(
  policy: ReschedulePolicyDocument,
  last: RescheduleEvent,
  lastButOne: RescheduleEvent,
): boolean {
  return lastButOne.delay === fromNanos(policy.MaxDelay) && last.delay === fromNanos(policy.Delay)
}

/**
 * The looser test of client updates and of the deployment watcher: whether another attempt is left, however long it would wait.
 * Other than in a scheduling pass, `Unlimited` beats `Attempts`.
 */
export function rescheduleEligible(
  policy: ReschedulePolicyDocument,
  events: readonly RescheduleEvent[],
  now: Micros,
): boolean {
  if (policy.Unlimited) return true
  if (policy.Attempts <= 0) return false
  return attemptsMade(policy, events, now) < policy.Attempts
}

/**
 * What a replacement remembers: the events of the allocation that it replaces, those within the policy's interval or the last
 * five, and its own `event`. Rules: semantics/2 §4.4 step 9.
 */
export function nextTracker(
  policy: ReschedulePolicyDocument | undefined,
  events: readonly RescheduleEvent[],
  event: RescheduleEvent,
): RescheduleTracker {
  return { events: [...remembered(policy, events, event.rescheduleTime), event], lastReschedule: 'ok' }
}

function remembered(
  policy: ReschedulePolicyDocument | undefined,
  events: readonly RescheduleEvent[],
  now: Micros,
): readonly RescheduleEvent[] {
  if (!policy || policy.Attempts <= 0) return events.slice(-keptEvents)
  const interval = fromNanos(policy.Interval)
  return interval > 0 ? events.filter((event) => now - event.rescheduleTime <= interval) : []
}

// When a failed allocation may be replaced, and whether: the tables of semantics/2 §2.7, one row after the other.

import type { Allocation, RescheduleEvent } from '@cutover/core'
import { type Group, isReplaced, ownGroup, ownType, span, unknownSince } from './rows.ts'

export type Policy = NonNullable<Group['ReschedulePolicy']>

/** What is known of the replacements before a failure; all in microseconds. */
export interface Past {
  /** Undefined: there is no list, which is not an empty one. */
  readonly events: readonly Pick<RescheduleEvent, 'delay' | 'rescheduleTime'>[] | undefined
  readonly isTracked: boolean
  readonly newestFinish: number
}

/** How long the next replacement waits. */
export function delayOf(policy: Policy, { events = [], newestFinish }: Past): number {
  const [first, cap] = [span(policy.Delay), span(policy.MaxDelay)]
  const [last, lastButOne] = [events.at(-1), events.at(-2)]
  if (!last) return first
  let delay = first
  if (policy.DelayFunction === 'exponential') delay = 2 * last.delay
  else if (policy.DelayFunction !== 'fibonacci') return first
  else if (lastButOne) {
    const hasBegunAgain = lastButOne.delay === cap && last.delay === first
    delay = hasBegunAgain ? last.delay : last.delay + lastButOne.delay
  }
  if (cap <= 0 || delay <= cap) return delay
  return newestFinish - last.rescheduleTime > cap ? first : cap
}

/** How many of the replacements count against the limit. */
export function attempted(policy: Policy, { events = [] }: Past, failure: number): number {
  if (policy.Attempts <= 0) return 0
  return events.filter(({ rescheduleTime }) => failure - rescheduleTime < span(policy.Interval)).length
}

/** Whether the policy permits another one. */
export function isPermitted(policy: Policy, past: Past, failure: number): boolean {
  if (policy.Attempts > 0 && past.events)
    return attempted(policy, past, failure) < policy.Attempts && delayOf(policy, past) < span(policy.Interval)
  return policy.Unlimited || (policy.Attempts > 0 && !past.isTracked)
}

/** The looser test of client updates and watchers. */
export function isEligible(policy: Policy, { events = [], ...past }: Past, now: number): boolean {
  if (policy.Unlimited) return true
  return policy.Attempts > 0 && (events.length === 0 || attempted(policy, { ...past, events }, now) < policy.Attempts)
}

/** What is to be done with an allocation. */
export interface Due {
  readonly verdict: 'keep' | 'drop' | 'now' | 'later'
  readonly at: number
}

/** The pass around an allocation, as far as rescheduling asks. */
export interface Around {
  readonly isBatch: boolean
  readonly isDisconnecting: boolean
  readonly now: number
  readonly evaluationId: string
  /** The active deployment of the pass, or empty. */
  readonly activeDeployment: string
}

/** Where an allocation of the split goes. */
export function dueOf(row: Allocation, around: Around): Due {
  const drop = { verdict: 'drop', at: 0 } as const
  const { desiredStatus, clientStatus } = row
  const isTerminal = desiredStatus !== 'run' || ['complete', 'failed', 'lost'].includes(clientStatus)
  if (around.isDisconnecting && clientStatus === 'unknown') return drop
  if (row.nextAllocation !== '' && isTerminal) return drop
  const verdict = around.isBatch ? batchVerdict(row) : serviceVerdict(row)
  if (verdict === 'ignore') return drop
  if (verdict === 'count' && !around.isDisconnecting) return { verdict: 'keep', at: 0 }
  return eligibility(row, around)
}

type Verdict = 'count' | 'examine' | 'ignore'

function hasFailedToPlace({ rescheduleTracker }: Allocation): boolean {
  const note = rescheduleTracker?.lastReschedule ?? ''
  return note !== '' && note !== 'ok'
}

function batchVerdict(row: Allocation): Verdict {
  const { migrateDisablePlacement, reschedule } = row.desiredTransition
  if (migrateDisablePlacement) return 'count'
  if (reschedule) return 'examine'
  if (row.desiredStatus === 'stop') {
    const tasks = row.taskStates ?? []
    if (tasks.length > 0 && tasks.every(({ state, failed }) => state === 'dead' && !failed)) return 'count'
    return hasFailedToPlace(row) ? 'examine' : 'ignore'
  }
  if (row.desiredStatus === 'evict') return 'ignore'
  return row.clientStatus === 'failed' ? 'examine' : 'count'
}

function serviceVerdict(row: Allocation): Verdict {
  if (row.desiredStatus !== 'run') return hasFailedToPlace(row) ? 'examine' : 'ignore'
  return row.clientStatus === 'complete' || row.clientStatus === 'lost' ? 'ignore' : 'examine'
}

function eligibility(row: Allocation, around: Around): Due {
  const keep = { verdict: 'keep', at: 0 } as const
  const { reschedule, forceReschedule } = row.desiredTransition
  if (around.activeDeployment !== '' && row.deploymentId === around.activeDeployment && !reschedule) return keep
  const isForced = forceReschedule === true && ['complete', 'failed', 'lost'].includes(row.clientStatus)
  const otherwise: Due = isForced ? { verdict: 'now', at: 0 } : keep
  if (around.isDisconnecting && !isReplaced(row)) return otherwise
  const next = nextOf(row, around)
  if (!next?.permitted || isForced) return otherwise
  const { time } = next
  if (row.followupEvaluationId === around.evaluationId || time - around.now <= 1_000_000)
    return { verdict: 'now', at: 0 }
  return row.followupEvaluationId === '' ? { verdict: 'later', at: time } : keep
}

function nextOf(row: Allocation, around: Around): { readonly time: number; readonly permitted: boolean } | undefined {
  const policy = ownGroup(row)?.ReschedulePolicy
  if (!policy) return undefined
  const past = pastOf(row)
  const failure = failureOf(row, around, policy)
  if (failure === undefined) return undefined
  return { time: failure + delayOf(policy, past), permitted: isPermitted(policy, past, failure) }
}

// Undefined where the normal rule refuses.
function failureOf(row: Allocation, around: Around, policy: Policy): number | undefined {
  if (around.isDisconnecting) return around.now
  if (row.clientStatus === 'unknown' && row.followupEvaluationId === around.evaluationId) return unknownSince(row) ?? 0
  if (policy.Attempts === 0 && !policy.Unlimited) return undefined
  if (row.desiredStatus === 'stop' && !hasFailedToPlace(row)) return undefined
  const isAsked = ownType(row) === 'batch' && row.desiredTransition.reschedule === true
  if (row.clientStatus !== 'failed' && row.clientStatus !== 'lost' && !isAsked) return undefined
  return pastOf(row).newestFinish
}

function pastOf({ rescheduleTracker: tracker, taskStates, modifyTime }: Allocation): Past {
  const finishes = (taskStates ?? []).map(({ finishedAt }) => Number(finishedAt))
  const newest = Math.max(0, ...finishes)
  return { events: tracker?.events, isTracked: tracker !== undefined, newestFinish: newest || modifyTime }
}

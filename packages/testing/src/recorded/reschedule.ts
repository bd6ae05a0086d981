// Replays recorded failed allocations: when and whether the next replacement is due, what it remembers, and what a scheduling
// pass over a job of this one allocation decides (oracle/README-reconciler §4).

import {
  type Allocation,
  attemptsMade,
  type Job,
  type JobDocument,
  type JsonObject,
  lastRescheduleFailed,
  type Micros,
  mayReschedule,
  newestFinish,
  nextDelay,
  nextReschedule,
  nextTracker,
  type RescheduleHistory,
  type RescheduleTracker,
  reconcile,
  rescheduleEligible,
  zero,
} from '@cutover/core'
import { firstDifference } from './first-difference.ts'
import { flagAt, instant, instantAt, numberAt, objectAt, textAt } from './read.ts'
import { type Finding, replayLines } from './replay.ts'
import type { ReplayReport } from './report.ts'
import { readAllocation, readJob } from './rows.ts'
import { trimmed } from './trimmed.ts'

type Policy = NonNullable<JobDocument['TaskGroups'][number]['ReschedulePolicy']>

/** One recorded situation. */
interface Situation {
  readonly input: JsonObject
  readonly job: Job
  readonly allocation: Allocation
  /** None when the job has no such group, either. */
  readonly policy: Policy | undefined
  readonly history: RescheduleHistory
}

/** Replays lines of `reschedule.*.jsonl`. */
export function replayReschedule(lines: Iterable<string>): ReplayReport {
  return replayLines('reschedule', lines, replayCase, (record) => objectAt(record, 'output')?.TrackerAfter === 'panics')
}

function replayCase(record: JsonObject): readonly Finding[] {
  const situation = readSituation(objectAt(record, 'input') ?? {})
  const expected = objectAt(record, 'output') ?? {}
  const parts: readonly (readonly [rule: string, got: Readonly<Record<string, unknown>>])[] = [
    ['semantics/2 §2.7, policy maths', arithmetic(situation)],
    ['semantics/2 §2.7, looser tests', looserTests(situation)],
    ['semantics/2 §4.4 step 9', expected.TrackerAfter === 'panics' ? {} : trackers(situation)],
    ['semantics/2 §2.7, eligibility', 'Decision' in expected ? decision(situation) : {}],
  ]
  return parts.flatMap(([rule, got]) =>
    Object.entries(got).flatMap(([field, value]) => compare(rule, field, [expected[field], value])),
  )
}

function compare(rule: string, field: string, [expected, got]: readonly [unknown, unknown]): readonly Finding[] {
  const wanted = typeof expected === 'string' && isTime.test(expected) ? toNanos(instant(expected)) : expected
  const parting = firstDifference(trimmed({ [field]: wanted }), trimmed({ [field]: got }))
  return parting ? [{ rule, field: parting.path.slice(1), expected: parting.expected, got: parting.got }] : []
}

const isTime = /^\d{4}-\d\d-\d\dT/

/** Recorded instants and durations are multiples of half a second, so a double holds their nanoseconds exactly. */
function toNanos(value: Micros): number {
  return value * 1_000
}

function readSituation(input: JsonObject): Situation {
  const job = jobOf(input)
  const row = objectAt(input, 'Alloc') ?? {}
  const allocation = readAllocation(row, job)
  const tracker = allocation.rescheduleTracker
  return {
    input,
    job,
    allocation,
    policy: job.document.TaskGroups.find((group) => group.Name === allocation.group)?.ReschedulePolicy ?? undefined,
    history: {
      tracked: tracker !== undefined,
      events: flagAt(input, 'TrackerEventsNull') ? undefined : tracker?.events,
      newestFinish: newestFinish(allocation),
    },
  }
}

function jobOf(input: JsonObject): Job {
  const policy = objectAt(input, 'ReschedulePolicy')
  const group = { Name: 'web', Count: 1, ReschedulePolicy: policy ?? null, Tasks: [{ Name: 't0' }] }
  return readJob({
    ID: 'job',
    Name: 'job',
    Namespace: 'default',
    Type: textAt(input, 'JobType'),
    Priority: 50,
    TaskGroups: [group],
    Version: 1,
    CreateIndex: 1,
    ModifyIndex: 1,
    JobModifyIndex: 1,
  })
}

function arithmetic({ input, allocation, policy, history }: Situation): Readonly<Record<string, unknown>> {
  const { newestFinish: failed } = history
  const events = history.events ?? []
  const normal = policy && mayReschedule(allocation) ? nextReschedule(policy, history, failed) : undefined
  const byTime = policy && nextReschedule(policy, history, instantAt(input, 'At'))
  return {
    LastEventTime: toNanos(failed),
    NextDelay: policy ? toNanos(nextDelay(policy, events, failed)) : 0,
    NextRescheduleTime: toNanos(normal?.time ?? zero),
    NextRescheduleEligible: normal?.permitted,
    NextRescheduleTimeByTime: toNanos(byTime?.time ?? zero),
    NextRescheduleByTimeEligible: byTime?.permitted,
    Attempted: policy && attemptsMade(policy, events, failed),
    Attempts: policy?.Attempts,
    LastRescheduleFailed: lastRescheduleFailed(allocation),
  }
}

function looserTests({ allocation, policy, history }: Situation): Readonly<Record<string, unknown>> {
  const eligible = policy && rescheduleEligible(policy, history.events ?? [], history.newestFinish)
  const isWanted = allocation.desiredStatus === 'run'
  return {
    RescheduleEligible: eligible,
    ShouldReschedule: eligible && isWanted && allocation.clientStatus === 'failed',
  }
}

function trackers({ input, allocation, policy, history }: Situation): Readonly<Record<string, unknown>> {
  const events = history.events ?? []
  const tracker = nextTracker(policy, events, {
    rescheduleTime: instantAt(input, 'PlaceAt'),
    previousAllocationId: allocation.id,
    previousNodeId: allocation.nodeId,
    delay: policy ? nextDelay(policy, events, history.newestFinish) : zero,
  })
  return {
    TrackerAfter: trackerRow(tracker),
    PreviousTrackerAfter: trackerRow({ events, lastReschedule: 'ok' }),
  }
}

function trackerRow({ events, lastReschedule }: RescheduleTracker): JsonObject {
  const rows = events.map((event) => ({
    RescheduleTime: toNanos(event.rescheduleTime),
    PrevAllocID: event.previousAllocationId,
    PrevNodeID: event.previousNodeId,
    Delay: toNanos(event.delay),
  }))
  return { Events: rows, LastReschedule: lastReschedule }
}

function decision({ input, job, allocation }: Situation): Readonly<Record<string, unknown>> {
  const now: Micros = instantAt(input, 'Now')
  const { place, followups } = reconcile({
    job,
    jobId: job.id,
    namespace: job.namespace,
    isBatch: textAt(input, 'JobType') === 'batch',
    deployment: undefined,
    allocations: [allocation],
    evaluationId: textAt(input, 'EvalID'),
    evaluationPriority: numberAt(input, 'EvalPriority'),
    tainted: new Map(),
    now,
    decideUpdate: () => ({ kind: 'ignore' }),
    newId: () => 'new',
  })
  if (place.some((placement) => placement.reschedule)) return { Decision: 'now', WaitUntil: undefined }
  const followup = followups.flatMap((group) => group.evaluations)[0]
  if (!followup) return { Decision: 'none', WaitUntil: undefined }
  return { Decision: 'later', WaitUntil: toNanos(followup.waitUntil) }
}

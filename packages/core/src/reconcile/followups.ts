// Evaluations that come back to what had to wait: one for each five seconds of a series. Rules: semantics/2 §2.11.

import { type Evaluation, newEvaluation } from '../entities/evaluation.ts'
import { type Micros, seconds } from '../time.ts'
import type { Delayed, GroupPass } from './pass.ts'

/** What a series waits for; Nomad's trigger of its evaluations. */
export type FollowupTrigger = 'max-disconnect-timeout' | 'alloc-failure' | 'alloc-reschedule'

/** Whatever falls due within this time of a batch's first instant shares its evaluation. */
const batchWindow: Micros = seconds(5)

const followupText = {
  'max-disconnect-timeout': 'created for delayed disconnect timeout',
  'alloc-failure': 'created for delayed rescheduling',
  'alloc-reschedule': 'created for delayed rescheduling',
} as const

// Spread first and overridden: one hidden class for all follow-ups, made many times a pass.
const blank: Evaluation = newEvaluation({ id: '', namespace: '', priority: 0, type: '', triggeredBy: '', jobId: '' })

/** Creates the evaluations of one series and notes on each allocation which one it waits for. */
export function createFollowups(group: GroupPass, trigger: FollowupTrigger, delayed: Delayed[]): void {
  delayed.sort((a, b) => a.time - b.time || a.found.rank - b.found.rank)
  let opening: Micros | undefined
  let id = ''
  for (const { found, time } of delayed) {
    if (opening === undefined || time - opening >= batchWindow) {
      id = createFollowup(group, trigger, time, opening === undefined)
      opening = time
    }
    found.followupId = id
  }
}

function createFollowup(group: GroupPass, trigger: FollowupTrigger, waitUntil: Micros, first: boolean): string {
  const { job, pass } = group
  const id = pass.input.newId()
  const named = first || trigger === 'max-disconnect-timeout' || !pass.quirks.relabelsLaterFollowups
  group.followups.push({
    ...blank,
    id,
    namespace: job.namespace,
    priority: pass.input.evaluationPriority,
    type: job.document.Type,
    triggeredBy: named ? trigger : 'alloc-failure',
    jobId: job.id,
    jobModifyIndex: job.modifyIndex,
    statusDescription: named ? followupText[trigger] : '',
    waitUntil,
  })
  return id
}

/**
 * Schedules what is to be replaced later: the allocation is annotated on its unknown copy if it has one, on itself if
 * it migrates, else by an attribute update.
 */
export function scheduleLater(group: GroupPass): void {
  createFollowups(group, 'alloc-reschedule', group.later)
  group.counters.rescheduleLater = group.later.length
  for (const { found } of group.later) {
    const followupEvaluationId = found.followupId
    if (found.disconnected) found.disconnected = { ...found.disconnected, followupEvaluationId }
    else if (found.migrating) found.allocation = { ...found.allocation, followupEvaluationId }
    else group.pass.attributeUpdates.push({ ...found.allocation, followupEvaluationId })
  }
}

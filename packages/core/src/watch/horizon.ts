// The eval horizon: the highest index that a scheduler run of the job is known to have seen. A health change above it asks for an
// evaluation, one at or below it does not. Rules: semantics/3 §1.3.2.

import type { Evaluation } from '../entities/evaluation.ts'
import { jobKey } from '../entities/job.ts'
import { compareBytes } from '../order.ts'
import type { State } from '../state.ts'

/** The horizon of a job; zero without evaluations. */
export function evaluationHorizon(state: State, namespace: string, jobId: string): number {
  const evaluations = [...state.tables.evaluations.by('job', jobKey(namespace, jobId))]
  const seen = evaluations.filter((evaluation) => evaluation.status !== 'canceled').sort(byStatusThenId)
  return seen.reduce(state.quirks.countsCreationAsSight ? furthest : furthestSight, 0)
}

// An evaluation that a scheduler made has both indexes; visited after another of the same snapshot, its create index counts,
// although nothing saw what happened in between (an oddity that can lose an evaluation).
function furthest(highest: number, { snapshotIndex, createIndex }: Evaluation): number {
  return highest < snapshotIndex ? snapshotIndex : Math.max(highest, createIndex)
}

// What a scheduler looked at counts; one that nobody took yet will see all that was there when it was made.
function furthestSight(highest: number, { snapshotIndex, createIndex }: Evaluation): number {
  return Math.max(highest, snapshotIndex === 0 ? createIndex : snapshotIndex)
}

function byStatusThenId(a: Evaluation, b: Evaluation): number {
  return compareBytes(a.status, b.status) || compareBytes(a.id, b.id)
}

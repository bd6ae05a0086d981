// What an evaluation brings about when it is written (semantics/1 §4.4).

import type { Evaluation } from '@cutover/core'
import { bump, ofJob, ownerKey, type Work } from './tables.ts'

/** Writes an evaluation (§4.4). */
export function upsertEvaluation(work: Work, wanted: Evaluation): void {
  const stored = work.rows.evaluations.get(wanted.id)
  const written = { ...wanted, createIndex: stored?.createIndex ?? work.index, modifyIndex: work.index }
  queue(work, wanted)
  if (wanted.status === 'complete' && (wanted.failedGroups ?? []).length === 0) {
    for (const other of ofJob(work.rows.evaluations, { namespace: wanted.namespace, id: wanted.jobId })) {
      if (other.status !== 'blocked') continue
      const statusDescription = `evaluation "${wanted.id}" successful`
      const { modifyTime } = wanted
      const canceled = { ...other, status: 'canceled', statusDescription, modifyTime, modifyIndex: work.index } as const
      work.rows.evaluations.set(other.id, canceled)
    }
  }
  work.rows.evaluations.set(written.id, written)
  bump(work, 'evals')
}

function queue(work: Work, { namespace, jobId, queuedAllocations }: Evaluation): void {
  const key = ownerKey({ namespace, jobId })
  const summary = work.rows.summaries.get(key)
  if (!summary) return
  const groups = summary.groups.map((row) => {
    const queued = queuedAllocations?.find(({ group }) => group === row.group)?.count ?? row.queued
    return queued === row.queued ? row : { ...row, queued }
  })
  if (groups.every((row, position) => row === summary.groups[position])) return
  work.rows.summaries.set(key, { ...summary, groups, modifyIndex: work.index })
  bump(work, 'job_summary')
}

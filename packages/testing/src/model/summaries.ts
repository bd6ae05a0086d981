// The summary of a job follows its allocations (semantics/1 §4.3).

import type { Allocation, JobSummary } from '@cutover/core'
import { type Answer, bump, ownerKey, type Work } from './tables.ts'

type Bin = Exclude<keyof JobSummary['groups'][number], 'group'>

const binOf: Readonly<Record<Allocation['clientStatus'], Bin>> = {
  pending: 'starting',
  running: 'running',
  complete: 'complete',
  failed: 'failed',
  lost: 'lost',
  unknown: 'unknown',
}

/** Moves the summary of a job for an allocation that is about to be stored (§4.3). */
export function summarize(work: Work, next: Allocation, old: Allocation | undefined): Answer {
  if (!next.job) return undefined
  const key = ownerKey(next)
  const summary = work.rows.summaries.get(key)
  if (!summary) {
    if (!work.rows.jobs.has(key)) return undefined
    return `job summary for job "${next.jobId}" in namespace "${next.namespace}" is not present`
  }
  if (summary.createIndex !== next.job.createIndex) return undefined
  const row = summary.groups.find(({ group }) => group === next.group)
  if (!row) return `unable to find task group in the job summary: ${next.group}`
  const moved = movedRow(row, next, old)
  if (moved === row) return undefined
  const groups = summary.groups.map((each) => (each === row ? moved : each))
  work.rows.summaries.set(key, { ...summary, groups, modifyIndex: work.index })
  bump(work, 'job_summary')
  return undefined
}

function movedRow(
  row: JobSummary['groups'][number],
  next: Allocation,
  old: Allocation | undefined,
): JobSummary['groups'][number] {
  if (!old) {
    if (next.clientStatus !== 'pending') return row
    return { ...row, starting: row.starting + 1, queued: row.queued > 0 ? row.queued - 1 : row.queued }
  }
  if (old.clientStatus === next.clientStatus) return row
  const [to, from] = [binOf[next.clientStatus], binOf[old.clientStatus]]
  const moved = { ...row, [to]: row[to] + 1 }
  if (from !== 'complete' && from !== 'failed' && row[from] > 0) moved[from] = row[from] - 1
  return moved
}

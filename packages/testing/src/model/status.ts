// The status of a job: a formula, and who writes what it says (semantics/1 §4.1).

import type { Job } from '@cutover/core'
import { bump, hasEnded, isOver, ofJob, type Work } from './tables.ts'
import { insertVersion } from './versions.ts'

/** The status of a job by the formula of §4.1. */
export function statusOf(work: Work, job: Job, isDeletion = false): Job['status'] {
  const { Type, Periodic, ParameterizedJob } = job.document
  if (Type === 'system' || Periodic !== null || ParameterizedJob !== null) return job.stop ? 'dead' : 'running'
  if (ofJob(work.rows.deployments, job).some((row) => !hasEnded(row))) return 'running'
  if (ofJob(work.rows.allocations, job).some((row) => !isOver(row))) return 'running'
  const evaluations = ofJob(work.rows.evaluations, job)
  if (evaluations.some(({ status }) => status === 'pending' || status === 'blocked')) return 'pending'
  return isDeletion || evaluations.length > 0 || job.stop ? 'dead' : 'pending'
}

/** Recomputes the status of the job at a key, or forces it to `running`. */
export function recompute(work: Work, key: string, how: 'formula' | 'deletion' | 'running' = 'formula'): void {
  const job = work.rows.jobs.get(key)
  if (!job) return
  const status = how === 'running' ? 'running' : statusOf(work, job, how === 'deletion')
  if (status === job.status) return
  const changed = { ...job, status, modifyIndex: work.index }
  work.rows.jobs.set(key, changed)
  bump(work, 'jobs')
  insertVersion(work, changed)
}

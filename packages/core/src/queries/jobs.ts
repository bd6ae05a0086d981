// Pure reads of one job and what hangs on it. Rules: client-surface §1.2, semantics/4 §7.

import { versionsOf } from '../changes/job-versions.ts'
import { type Allocation } from '../entities/allocation.ts'
import type { Evaluation } from '../entities/evaluation.ts'
import { type Job, jobKey } from '../entities/job.ts'
import type { JobSummary } from '../entities/job-summary.ts'
import { compareBytes } from '../order.ts'
import type { State } from '../state.ts'
import type { Found } from './found.ts'

/** Which job. */
export interface JobName {
  readonly namespace: string
  readonly jobId: string
}

/** The current job. */
export function findJob({ tables, indexes }: State, { namespace, jobId }: JobName): Found<Job | undefined> {
  const value = tables.jobs.get(jobKey(namespace, jobId))
  return { value, index: value?.modifyIndex ?? indexes.jobs }
}

/** The counts of a job's allocations. */
export function findSummary({ tables, indexes }: State, { namespace, jobId }: JobName): Found<JobSummary | undefined> {
  const value = tables.jobSummaries.get(jobKey(namespace, jobId))
  return { value, index: value?.modifyIndex ?? indexes.job_summary }
}

/** The tracked versions, newest first. */
export function findVersions({ tables, indexes }: State, { namespace, jobId }: JobName): Found<readonly Job[]> {
  const value = versionsOf(tables, namespace, jobId)
  const newest = value.reduce((highest, { modifyIndex }) => Math.max(highest, modifyIndex), 0)
  return { value, index: value.length > 0 ? newest : indexes.job_version }
}

/** The job's evaluations, by status, then by id. */
export function evaluationsOfJob({ tables, indexes }: State, { namespace, jobId }: JobName): Found<readonly Evaluation[]> {
  const rows = [...tables.evaluations.by('job', jobKey(namespace, jobId))]
  const value = rows.sort((a, b) => compareBytes(a.status, b.status) || compareBytes(a.id, b.id))
  return { value, index: indexes.evals }
}

/** The job's allocations in id order; without `all` only those of its current incarnation. */
export function allocationsOfJob(
  { tables, indexes }: State,
  { namespace, jobId, all }: JobName & { readonly all: boolean },
): Found<readonly Allocation[]> {
  const key = jobKey(namespace, jobId)
  const job = tables.jobs.get(key)
  const rows = [...tables.allocations.by('job', key)]
  const value = all || !job ? rows : rows.filter((row) => row.job?.createIndex === job.createIndex)
  return { value, index: indexes.allocs }
}

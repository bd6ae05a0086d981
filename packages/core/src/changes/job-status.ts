// The derived status of a job, and when it changes. Rules: semantics/1 §4.1.

import { type Draft, record } from '../draft.ts'
import { type Job, type JobStatus, jobKey } from '../entities/job.ts'
import { isParameterized, isPeriodic } from '../job-document/document.ts'
import { pruneVersions } from './job-versions.ts'

/** What a recompute knows beyond the tables. */
export interface StatusOptions {
  /** Evaluations of the job were deleted: a job without any left has been looked at. */
  readonly evaluationDeleted?: boolean
  /** A plan just wrote a live allocation. */
  readonly forceRunning?: boolean
}

/** Derives the current job's status again; nothing happens when it is the same or the job is gone. */
export function recomputeJobStatus(draft: Draft, namespace: string, jobId: string, options: StatusOptions = {}): void {
  const job = draft.tables.jobs.get(jobKey(namespace, jobId))
  if (!job) return
  const status = options.forceRunning ? 'running' : deriveJobStatus(draft, job, options)
  if (status === job.status) return
  record(draft, { type: 'JobStatusChanged', namespace, jobId, status })
  countChildStatus(draft, job, status)
  pruneVersions(draft, namespace, jobId)
}

/** The status that the tables imply for this version of a job. */
export function deriveJobStatus({ tables }: Draft, job: Job, options: StatusOptions = {}): JobStatus {
  if (runsWithoutAllocations(job)) return job.stop ? 'dead' : 'running'
  const key = jobKey(job.namespace, job.id)
  if (tables.deployments.countBy('activeOfJob', key) > 0) return 'running'
  if (tables.allocations.countBy('liveOfJob', key) > 0) return 'running'
  if (tables.evaluations.countBy('openOfJob', key) > 0) return 'pending'
  if (options.evaluationDeleted || job.stop || tables.evaluations.countBy('job', key) > 0) return 'dead'
  return 'pending'
}

/** Moves the child counters of the job's parent, if it has one that is summarised; `after` is empty for a job that goes. */
export function countChildStatus(draft: Draft, job: Job, after: JobStatus | ''): void {
  const { namespace, status: before } = job
  const parentId = job.document.ParentID
  if (!parentId || !draft.tables.jobSummaries.has(jobKey(namespace, parentId))) return
  record(draft, { type: 'ChildStatusCounted', namespace, parentId, before, after })
}

function runsWithoutAllocations({ document }: Job): boolean {
  return document.Type === 'system' || isParameterized(document) || isPeriodic(document)
}

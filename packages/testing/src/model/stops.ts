// Jobs that are stopped or purged (semantics/1 §3.2, §3.3), and what garbage collection deletes (§3.9, §3.10).

import type { Change, Job } from '@cutover/core'
import { upsertEvaluation } from './evaluations.ts'
import { writeJob } from './jobs.ts'
import { recompute } from './status.ts'
import { type Answer, bump, inOrder, jobKey, ofJob, ownerKey, versionKey, type Work } from './tables.ts'
import { submissionsOf, versionsOf } from './versions.ts'

/** Stops or purges a job. Its evaluation is written even where that is refused. */
export function deregisterJob(work: Work, change: Change<'DeregisterJob'>): Answer {
  const refused = withdraw(work, change, change.submitTime)
  if (change.evaluation) {
    upsertEvaluation(work, { ...change.evaluation, jobModifyIndex: work.index })
    recompute(work, ownerKey(change.evaluation))
  }
  return refused
}

/** Stops or purges jobs; the first error ends it. */
export function batchDeregister(work: Work, { jobs, submitTime }: Change<'BatchDeregisterJobs'>): Answer {
  for (const order of jobs) {
    const refused = withdraw(work, { ...order, noShutdownDelay: false }, submitTime)
    if (refused !== undefined) return refused
  }
  return undefined
}

type Order = Pick<Change<'DeregisterJob'>, 'namespace' | 'jobId' | 'purge' | 'noShutdownDelay'>

function withdraw(work: Work, order: Order, submitTime: Job['submitTime']): Answer {
  const { namespace, jobId, purge } = order
  const job = work.rows.jobs.get(jobKey({ namespace, id: jobId }))
  if (!job && purge) return 'DeleteJob failed: job not found'
  if (!job) return `job "${jobId}" in namespace "${namespace}" doesn't exist to be deregistered`
  if (order.noShutdownDelay) hurry(work, job)
  if (!purge) return writeJob(work, { job: { ...job, stop: true, submitTime: submitTime || job.submitTime } })
  purgeJob(work, job)
  return undefined
}

function hurry(work: Work, job: Job): void {
  const { index } = work
  const rows = ofJob(work.rows.allocations, job).filter((row) => row.job?.createIndex === job.createIndex)
  for (const row of rows) {
    const desiredTransition = { ...row.desiredTransition, noShutdownDelay: true }
    const hurried = { ...row, desiredTransition, modifyIndex: index, allocationModifyIndex: index }
    work.rows.allocations.set(row.id, hurried)
  }
  if (rows.length > 0) bump(work, 'allocs')
}

function purgeJob(work: Work, job: Job): void {
  const { rows } = work
  const key = jobKey(job)
  rows.jobs.delete(key)
  for (const { version } of versionsOf(work, job.namespace, job.id))
    rows.versions.delete(versionKey(job.namespace, job.id, version))
  const deployments = ofJob(rows.deployments, job)
  for (const { id } of deployments) rows.deployments.delete(id)
  const pending = ofJob(rows.evaluations, job).filter(({ status }) => status === 'pending')
  for (const row of pending)
    rows.evaluations.set(row.id, { ...row, status: 'complete', statusDescription: `job ${job.id} deleted` })
  for (const { id } of ofJob(rows.allocations, job)) rows.allocations.delete(id)
  rows.summaries.delete(key)
  for (const { version } of submissionsOf(work, job))
    rows.submissions.delete(versionKey(job.namespace, job.id, version))
  rows.scalings.delete(key)
  bump(work, 'jobs', 'job_version', 'allocs', 'job_summary', 'scaling_event')
  if (deployments.length > 0) bump(work, 'deployment')
  if (pending.length > 0) bump(work, 'evals')
}

/** Deletes deployments; unknown ids are passed over. */
export function deleteDeployments(work: Work, { deploymentIds }: Change<'DeleteDeployments'>): Answer {
  if (deploymentIds.length === 0) return undefined
  for (const id of deploymentIds) work.rows.deployments.delete(id)
  bump(work, 'deployment')
  return undefined
}

/** Deletes evaluations and allocations; only the jobs of the evaluations hear of it. */
export function deleteEvaluations(work: Work, change: Change<'DeleteEvaluations'>): Answer {
  if (change.userInitiated) return 'eval broker is enabled; eval broker must be paused to delete evals'
  const { evaluations, allocations } = work.rows
  const gone = change.evaluationIds.flatMap((id) => evaluations.get(id) ?? [])
  for (const { id } of gone) evaluations.delete(id)
  if (gone.length > 0) bump(work, 'evals')
  const deleted = change.allocationIds.filter((id) => allocations.delete(id))
  if (deleted.length > 0) bump(work, 'allocs')
  for (const key of inOrder(gone.map(ownerKey))) recompute(work, key, 'deletion')
  return undefined
}

/** Notes a scaling (§3.4). */
export function recordScaling(work: Work, change: Change<'RecordScaling'>): Answer {
  const { namespace, jobId, group, scaling } = change
  const key = ownerKey(change)
  const groups = work.rows.scalings.get(key)?.groups ?? []
  const before = groups.find((row) => row.group === group)?.events ?? []
  const events = [{ ...scaling, createIndex: work.index }, ...before].slice(0, 20)
  const others = groups.filter((row) => row.group !== group)
  work.rows.scalings.set(key, { namespace, jobId, groups: [...others, { group, events }], modifyIndex: work.index })
  bump(work, 'scaling_event')
  return undefined
}

// Stops a job, or purges it with all that hangs on it, and asks for an evaluation. The evaluation is written even when the job
// could not be. Rules: semantics/1 §3.2.

import { type Draft, keep, record, rollback } from '../draft.ts'
import type { Evaluation } from '../entities/evaluation.ts'
import { copyJob, type Job, jobKey } from '../entities/job.ts'
import { type Refusal, refuse } from '../refusal.ts'
import type { Micros } from '../time.ts'
import { evaluateJob } from './evaluate-job.ts'
import { copyOf } from './job-versions.ts'
import { purgeJob } from './purge-job.ts'
import { withoutScaling } from './settle-policies.ts'
import { writeJob } from './write-job.ts'

/** Which job, and how it goes. */
export interface StopOrder {
  readonly namespace: string
  readonly jobId: string
  /** Delete the job instead of keeping it as stopped. */
  readonly purge: boolean
}

/** A job to stop or to purge. */
export interface DeregisterJob extends StopOrder {
  /** Its allocations do not wait before they are killed. */
  readonly noShutdownDelay: boolean
  /** Zero keeps the job's own. */
  readonly submitTime: Micros
  readonly evaluation: Evaluation | undefined
}

export function applyDeregisterJob(draft: Draft, change: DeregisterJob): Refusal | undefined {
  if (change.noShutdownDelay) hurryAllocations(draft, change)
  const refusal = stopOrPurge(draft, change, change.submitTime)
  if (refusal) rollback(draft)
  else keep(draft)
  if (change.evaluation) evaluateJob(draft, change.evaluation)
  keep(draft)
  return refusal
}

/** Purges the job, or writes a stopped version of it. */
export function stopOrPurge(draft: Draft, order: StopOrder, submitTime: Micros): Refusal | undefined {
  const { namespace, jobId } = order
  const job = draft.tables.jobs.get(jobKey(namespace, jobId))
  if (order.purge) return job ? purgeJob(draft, job) : refuse('purge-job-missing')
  if (!job) return refuse('deregister-job-missing', jobId, namespace)
  const { quirks } = draft.base
  if (job.stop && !quirks.stopsAgain) return undefined
  const stable = job.stable && quirks.keepsStableWhenStopped
  const copy = copyJob(withoutScaling(copyOf(job, quirks)))
  copy.stop = true
  copy.stable = stable
  copy.submitTime = submitTime || job.submitTime
  return writeJob(draft, copy, { fact: 'JobStopped' })
}

function hurryAllocations(draft: Draft, { namespace, jobId }: StopOrder): void {
  const key = jobKey(namespace, jobId)
  const job: Job | undefined = draft.tables.jobs.get(key)
  if (!job) return
  for (const allocation of [...draft.tables.allocations.by('job', key)]) {
    if (allocation.job?.createIndex !== job.createIndex) continue
    record(draft, { type: 'AllocationHurried', allocationId: allocation.id })
  }
}

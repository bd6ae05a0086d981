// Registers a version of a job, and asks for an evaluation of it. Rules: semantics/1 §3.1.

import { type Draft, keep } from '../draft.ts'
import type { Deployment } from '../entities/deployment.ts'
import type { Evaluation } from '../entities/evaluation.ts'
import { type Job, jobKey } from '../entities/job.ts'
import type { JobSubmission } from '../entities/submission.ts'
import type { Refusal } from '../refusal.ts'
import type { Tables } from '../state.ts'
import { carryDeployment } from './carry-deployment.ts'
import { evaluateJob } from './evaluate-job.ts'
import { writeJob } from './write-job.ts'

/** A job to write. Its document is canonical. */
export interface RegisterJob {
  readonly job: Job
  readonly evaluation: Evaluation | undefined
  readonly submission: JobSubmission | undefined
  /** The JobModifyIndex that the current job must have; 0: there must be none; undefined: whatever. */
  readonly enforceIndex: number | undefined
  readonly preserveCounts: boolean
  readonly preserveResources: boolean
  /** A deployment that comes with the job (multi-region jobs only). */
  readonly deployment: Deployment | undefined
}

export function applyRegisterJob(draft: Draft, change: RegisterJob): Refusal | undefined {
  if (isDispatchedAlready(draft, change.job)) return undefined
  const refusal = writeJob(draft, change.job, change)
  if (refusal) return refusal
  keep(draft)

  const written = draft.tables.jobs.get(jobKey(change.job.namespace, change.job.id))
  if (written && change.deployment) carryDeployment(draft, written, change.deployment)
  if (change.evaluation) evaluateJob(draft, change.evaluation, change.deployment?.id)
  return undefined
}

// A child of the same parent with the same idempotency token stands for this one: nothing is written.
function isDispatchedAlready({ tables }: Draft, { namespace, document }: Job): boolean {
  const token = document.DispatchIdempotencyToken
  if (typeof token !== 'string' || !document.ParentID) return false
  return !childrenWithToken(tables, { namespace, parentId: document.ParentID, token }).next().done
}

/** The children of a parent that were dispatched with this token; none for an empty token. */
export function* childrenWithToken(
  { jobs }: Pick<Tables, 'jobs'>,
  { namespace, parentId, token }: { readonly namespace: string; readonly parentId: string; readonly token: string },
): Generator<Job, void, undefined> {
  if (token === '') return
  for (const job of jobs.prefix(jobKey(namespace, ''))) {
    if (job.document.ParentID === parentId && job.document.DispatchIdempotencyToken === token) yield job
  }
}

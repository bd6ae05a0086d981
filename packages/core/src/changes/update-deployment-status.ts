// Sets a deployment's status, with an optional job to go back to and an optional evaluation, all in one entry.
// The job's status is not derived again. Rules: semantics/1 §3.6.

import type { Draft } from '../draft.ts'
import type { Evaluation } from '../entities/evaluation.ts'
import type { Job } from '../entities/job.ts'
import type { Refusal } from '../refusal.ts'
import { type StatusUpdate, setDeploymentStatus } from './deployment-status.ts'
import { copyOf } from './job-versions.ts'
import { upsertEvaluation } from './upsert-evaluation.ts'
import { writeJob } from './write-job.ts'

/** One deployment's new status. */
export interface UpdateDeploymentStatus extends StatusUpdate {
  readonly deploymentId: string
  /** The stable version to go back to: written as a new version. */
  readonly job: Job | undefined
  readonly evaluation: Evaluation | undefined
}

export function applyUpdateDeploymentStatus(draft: Draft, change: UpdateDeploymentStatus): Refusal | undefined {
  return setDeploymentStatus(draft, change.deploymentId, change) ?? rollBack(draft, change)
}

/** What may come with a failure: the job to go back to, and an evaluation. */
export interface Rollback {
  readonly job: Job | undefined
  readonly evaluation: Evaluation | undefined
}

/** Writes the job that a failed deployment goes back to, and the evaluation that follows. */
export function rollBack(draft: Draft, { job, evaluation }: Rollback): Refusal | undefined {
  const refusal = job && writeJob(draft, copyOf(job, draft.base.quirks), { fact: 'JobRolledBack' })
  if (refusal) return refusal
  if (evaluation) upsertEvaluation(draft, evaluation)
  return undefined
}

// The evaluation that a write of a job carries: it names this entry as the job's, and the job's status follows from it.
// Rules: semantics/1 §3.1 "last transaction", §3.2 transaction 2.

import type { Draft } from '../draft.ts'
import { copyEvaluation, type Evaluation } from '../entities/evaluation.ts'
import { recomputeJobStatus } from './job-status.ts'
import { upsertEvaluation } from './upsert-evaluation.ts'

/** Writes the evaluation, by default with its own deployment, and derives its job's status again. */
export function evaluateJob(draft: Draft, evaluation: Evaluation, deploymentId?: string): void {
  const named = copyEvaluation(evaluation)
  named.jobModifyIndex = draft.index
  if (deploymentId) named.deploymentId = deploymentId
  upsertEvaluation(draft, named)
  recomputeJobStatus(draft, evaluation.namespace, evaluation.jobId)
}

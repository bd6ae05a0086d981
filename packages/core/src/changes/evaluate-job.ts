// The evaluation that a write of a job carries: it names this entry as the job's, and the job's status follows from it.
// Rules: semantics/1 §3.1 "last transaction", §3.2 transaction 2.

import type { Draft } from '../draft.ts'
import type { Evaluation } from '../entities/evaluation.ts'
import { recomputeJobStatus } from './job-status.ts'
import { upsertEvaluation } from './upsert-evaluation.ts'

/** Writes the evaluation and derives its job's status again. */
export function evaluateJob(draft: Draft, evaluation: Evaluation): void {
  upsertEvaluation(draft, { ...evaluation, jobModifyIndex: draft.index })
  recomputeJobStatus(draft, evaluation.namespace, evaluation.jobId)
}

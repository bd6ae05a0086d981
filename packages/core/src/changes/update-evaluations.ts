// Writes evaluations and derives the status of their jobs again. Rules: semantics/1 §3.10.

import type { Draft } from '../draft.ts'
import type { Evaluation } from '../entities/evaluation.ts'
import { jobsOf } from './job-names.ts'
import { recomputeJobStatus } from './job-status.ts'
import { upsertEvaluation } from './upsert-evaluation.ts'

/** Evaluations in the order in which they are written. */
export interface UpdateEvaluations {
  readonly evaluations: readonly Evaluation[]
}

export function applyUpdateEvaluations(draft: Draft, { evaluations }: UpdateEvaluations): undefined {
  for (const evaluation of evaluations) upsertEvaluation(draft, evaluation)
  for (const { namespace, jobId } of jobsOf(evaluations)) recomputeJobStatus(draft, namespace, jobId)
}

// Writes an evaluation. One that completes without failed groups has placed everything, so the job's blocked ones are done with.
// Rules: semantics/1 §4.4.

import { type Draft, record } from '../draft.ts'
import type { Evaluation } from '../entities/evaluation.ts'
import { jobKey } from '../entities/job.ts'

/** Writes the evaluation, whatever is stored under its id: a terminal one can be overwritten by any status. */
export function upsertEvaluation(draft: Draft, evaluation: Evaluation): void {
  if (evaluation.status === 'complete' && (evaluation.failedGroups ?? []).length === 0) cancelBlocked(draft, evaluation)
  const known = draft.tables.evaluations.has(evaluation.id)
  record(draft, { type: known ? 'EvaluationUpdated' : 'EvaluationCreated', evaluation })
}

function cancelBlocked(draft: Draft, { id, namespace, jobId, modifyTime }: Evaluation): void {
  const open = [...draft.tables.evaluations.by('openOfJob', jobKey(namespace, jobId))]
  for (const blocked of open) {
    if (blocked.status !== 'blocked' || blocked.id === id) continue
    const description = `evaluation "${id}" successful`
    record(draft, { type: 'EvaluationCanceled', evaluationId: blocked.id, description, modifyTime })
  }
}

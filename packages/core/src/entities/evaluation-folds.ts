// How each fact changes the evaluations table. Rules: semantics/1 §4.4.

import type { Draft } from '../draft.ts'
import type { Folds } from '../evolve.ts'
import type { Evaluation } from './evaluation.ts'
import type { EvaluationEvents } from './evaluation-events.ts'
import { queueInSummary } from './summary-folds.ts'

export const evaluationFolds: Folds<keyof EvaluationEvents> = {
  EvaluationCreated: (draft, { evaluation }) => put(draft, evaluation),
  EvaluationUpdated: (draft, { evaluation }) => put(draft, evaluation),
  EvaluationCanceled: (draft, { evaluationId, description, modifyTime }) =>
    edit(draft, evaluationId, (row) => ({
      ...row,
      status: 'canceled',
      statusDescription: description,
      modifyTime,
      modifyIndex: draft.index,
    })),
  PlanCommitted: (draft, { evaluationId }) =>
    edit(draft, evaluationId, (row) => ({ ...row, modifyIndex: draft.index })),
}

/** The evaluation that an allocation waited for is needed no more, whatever its status was; its time stays. */
export function cancelFollowup(draft: Draft, evaluationId: string): void {
  edit(draft, evaluationId, (row) => ({
    ...row,
    status: 'canceled',
    statusDescription: 'allocs reconnected',
    modifyIndex: draft.index,
  }))
}

function put(draft: Draft, evaluation: Evaluation): void {
  queueInSummary(draft, evaluation)
  draft.tables.evaluations = draft.tables.evaluations.update(
    evaluation.id,
    (stored) => ({ ...evaluation, createIndex: stored?.createIndex ?? draft.index, modifyIndex: draft.index }),
    draft.edit,
  )
  draft.indexes.evals = draft.index
}

function edit(draft: Draft, id: string, change: (row: Evaluation) => Evaluation): void {
  draft.tables.evaluations = draft.tables.evaluations.update(id, (row) => row && change(row), draft.edit)
  draft.indexes.evals = draft.index
}

// How each fact changes the evaluations table. Rules: semantics/1 §4.4.

import type { Draft } from '../draft.ts'
import type { Folds } from '../evolve.ts'
import { copyEvaluation, type Evaluation } from './evaluation.ts'
import type { EvaluationEvents } from './evaluation-events.ts'
import { queueInSummary } from './summary-folds.ts'

export const evaluationFolds: Folds<keyof EvaluationEvents> = {
  EvaluationCreated: (draft, { evaluation }) => put(draft, evaluation),
  EvaluationUpdated: (draft, { evaluation }) => put(draft, evaluation),
  EvaluationCanceled: (draft, { evaluationId, description, modifyTime }) =>
    editEvaluation(draft, evaluationId, (row) => {
      row.status = 'canceled'
      row.statusDescription = description
      row.modifyTime = modifyTime
      row.modifyIndex = draft.index
    }),
  PlanCommitted: (draft, { evaluationId }) =>
    editEvaluation(draft, evaluationId, (row) => {
      row.modifyIndex = draft.index
    }),
}

/** The evaluation that an allocation waited for is needed no more, whatever its status was; its time stays. */
export function cancelFollowup(draft: Draft, evaluationId: string): void {
  editEvaluation(draft, evaluationId, (row) => {
    row.status = 'canceled'
    row.statusDescription = 'allocs reconnected'
    row.modifyIndex = draft.index
  })
}

function put(draft: Draft, evaluation: Evaluation): void {
  queueInSummary(draft, evaluation)
  draft.tables.evaluations = draft.tables.evaluations.update(
    evaluation.id,
    (stored) => {
      const row = copyEvaluation(evaluation)
      row.createIndex = stored?.createIndex ?? draft.index
      row.modifyIndex = draft.index
      return row
    },
    draft.edit,
  )
  draft.indexes.evals = draft.index
}

/** Changes a copy of a stored evaluation; nothing happens to the rows when there is none. */
export function editEvaluation(
  draft: Draft,
  id: string,
  change: (row: ReturnType<typeof copyEvaluation>) => void,
): void {
  draft.indexes.evals = draft.index
  draft.tables.evaluations = draft.tables.evaluations.update(
    id,
    (stored) => {
      if (!stored) return undefined
      const row = copyEvaluation(stored)
      change(row)
      return row
    },
    draft.edit,
  )
}

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
    edit(draft, evaluationId, (row) => {
      row.status = 'canceled'
      row.statusDescription = description
      row.modifyTime = modifyTime
    }),
  PlanCommitted: (draft, { evaluationId }) => edit(draft, evaluationId, () => {}),
}

/** The evaluation that an allocation waited for is needed no more, whatever its status was; its time stays. */
export function cancelFollowup(draft: Draft, evaluationId: string): void {
  edit(draft, evaluationId, (row) => {
    row.status = 'canceled'
    row.statusDescription = 'allocs reconnected'
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

function edit(draft: Draft, id: string, change: (row: ReturnType<typeof copyEvaluation>) => void): void {
  draft.tables.evaluations = draft.tables.evaluations.update(
    id,
    (stored) => {
      if (!stored) return undefined
      const row = copyEvaluation(stored)
      row.modifyIndex = draft.index
      change(row)
      return row
    },
    draft.edit,
  )
  draft.indexes.evals = draft.index
}

// How each fact changes the evaluations table. Rules: semantics/1 §4.4.

import type { Folds } from '../evolve.ts'

export const evaluationFolds: Folds<'EvaluationCreated'> = {
  EvaluationCreated: (draft, { evaluation }) => {
    draft.tables.evaluations = draft.tables.evaluations.set(
      { ...evaluation, createIndex: draft.index, modifyIndex: draft.index },
      draft.edit,
    )
    draft.indexes.evals = draft.index
  },
}

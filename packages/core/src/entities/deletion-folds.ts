// How each deletion changes the tables. Rules: semantics/1 §3.2, §3.9, §3.10.

import type { Folds } from '../evolve.ts'
import type { DeletionEvents } from './deletion-events.ts'
import { editEvaluation } from './evaluation-folds.ts'

export const deletionFolds: Folds<keyof DeletionEvents> = {
  DeploymentDeleted: (draft, { deploymentId }) => {
    draft.tables.deployments = draft.tables.deployments.delete(deploymentId, draft.edit)
    draft.indexes.deployment = draft.index
  },
  EvaluationDeleted: (draft, { evaluationId }) => {
    draft.tables.evaluations = draft.tables.evaluations.delete(evaluationId, draft.edit)
    draft.indexes.evals = draft.index
  },
  AllocationDeleted: (draft, { allocationId }) => {
    draft.tables.allocations = draft.tables.allocations.delete(allocationId, draft.edit)
    draft.indexes.allocs = draft.index
  },
  EvaluationClosedByPurge: (draft, { evaluationId, description }) =>
    editEvaluation(draft, evaluationId, (row) => {
      row.status = 'complete'
      row.statusDescription = description
    }),
}

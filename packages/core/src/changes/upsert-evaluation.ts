// Writes an evaluation. Rules: semantics/1 §4.4.

import { type Draft, record } from '../draft.ts'
import type { Evaluation } from '../entities/evaluation.ts'

export function upsertEvaluation(draft: Draft, evaluation: Evaluation): void {
  record(draft, { type: 'EvaluationCreated', evaluation })
}

// What happens to evaluations. Rules: semantics/1 §3.5 step 4, §3.11 row 4, §4.4.

import type { Micros } from '../time.ts'
import type { Evaluation } from './evaluation.ts'

/** Evaluation event type → what it carries. */
export interface EvaluationEvents {
  /** An evaluation was asked for. Its queued counts go to the job's summary. */
  EvaluationCreated: { readonly evaluation: Evaluation }
  /** An evaluation was written again: it ended, was blocked, or waits. Its queued counts go to the job's summary. */
  EvaluationUpdated: { readonly evaluation: Evaluation }
  /** What it waited for was done by another evaluation, whose time it takes over. */
  EvaluationCanceled: { readonly evaluationId: string; readonly description: string; readonly modifyTime: Micros }
  /** A plan of this evaluation was committed. */
  PlanCommitted: { readonly evaluationId: string }
}

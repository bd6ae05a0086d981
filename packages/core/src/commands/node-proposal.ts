// What commands about a node have in common: the change, then, if a job is concerned, its evaluations one entry later.
// Rules: semantics/1 §3.14, semantics/3 §4.2.

import type { Change } from '../command.ts'
import type { Evaluation } from '../entities/evaluation.ts'
import type { Proposal } from '../proposal.ts'
import type { State } from '../state.ts'

/** Two entries at most; the answer's index is that of the node. */
export function nodeProposal(state: State, change: Change, evaluations: readonly Evaluation[]): Proposal {
  const index = state.lastIndex + 1
  if (evaluations.length === 0) return { changes: [change], answer: () => ({ index, nodeModifyIndex: index }) }
  const evaluationIds = evaluations.map(({ id }) => id)
  return {
    changes: [change, { type: 'UpdateEvaluations', evaluations }],
    answer: () => ({ index, nodeModifyIndex: index, evaluationIds, evaluationCreateIndex: index + 1 }),
  }
}

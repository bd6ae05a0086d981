// Has the scheduler look at every job that runs on a node. Rules: semantics/1 §3.14.

import type { Stamp } from '../entry.ts'
import type { Proposal } from '../proposal.ts'
import { isRefusal, type Refusal, refuse } from '../refusal.ts'
import type { State } from '../state.ts'
import { namedNode } from './named-node.ts'
import { nodeEvaluations } from './node-evaluations.ts'

/** Asks to evaluate the jobs of a node. Without any nothing is written, and every index answered is zero. */
export interface EvaluateNode {
  readonly nodeId: string
}

export function decideEvaluateNode(state: State, { nodeId }: EvaluateNode, stamp: Stamp): Proposal | Refusal {
  if (nodeId === '') return refuse('evaluate-node-id-missing')
  const node = namedNode(state, nodeId)
  if (isRefusal(node)) return node
  const evaluations = nodeEvaluations(state, stamp, node)
  if (evaluations.length === 0) return { changes: [], answer: () => ({ index: 0 }) }
  return {
    changes: [{ type: 'UpdateEvaluations', evaluations }],
    answer: ({ lastIndex }) => ({
      evaluationIds: evaluations.map(({ id }) => id),
      evaluationCreateIndex: lastIndex,
    }),
  }
}

// Forgets a node at once, whatever its status, and has the scheduler look at the jobs that it ran. Rules: semantics/1 §3.14.

import type { Stamp } from '../entry.ts'
import type { Proposal } from '../proposal.ts'
import { isRefusal, type Refusal, refuse } from '../refusal.ts'
import type { State } from '../state.ts'
import { namedNode } from './named-node.ts'
import { nodeEvaluations } from './node-evaluations.ts'
import { nodeProposal } from './node-proposal.ts'

/** Asks to forget a node. Its allocations stay until they are collected. */
export interface PurgeNode {
  readonly nodeId: string
}

export function decidePurgeNode(state: State, { nodeId }: PurgeNode, stamp: Stamp): Proposal | Refusal {
  if (nodeId === '') return refuse('purge-node-id-missing')
  const node = namedNode(state, nodeId)
  if (isRefusal(node)) return node
  return nodeProposal(state, { type: 'DeregisterNodes', nodeIds: [node.id] }, nodeEvaluations(state, stamp, node))
}

// Registers a node, for the first time or with news about itself, then has jobs looked at for which that matters.
// Rules: semantics/1 §3.14, semantics/3 §4.2.

import { canonicalText } from '../canonical.ts'
import type { Change } from '../command.ts'
import type { Node } from '../entities/node.ts'
import type { Stamp } from '../entry.ts'
import type { Proposal } from '../proposal.ts'
import { type Refusal, refuse } from '../refusal.ts'
import type { State } from '../state.ts'
import { nodeEvaluations, statusNeedsEvaluations } from './node-evaluations.ts'
import { nodeProposal } from './node-proposal.ts'

/** A node as it describes itself. */
export interface JoinNode {
  readonly node: Node
}

export function decideJoinNode(state: State, command: JoinNode, stamp: Stamp): Proposal | Refusal {
  if (command.node.id === '') return refuse('node-registration-id-missing')
  const node: Node = { ...command.node, statusUpdatedAt: Math.floor(stamp.at / 1_000_000) }
  const known = state.tables.nodes.get(node.id)
  const change: Change = { type: 'RegisterNode', node }
  const matters =
    statusNeedsEvaluations(known?.status ?? 'initializing', node.status) || (known && !suitsAlike(known, node))
  return nodeProposal(state, change, matters ? nodeEvaluations(state, stamp, node) : [])
}

const feasibilityFields = ['Attributes', 'Meta', 'Drivers', 'HostVolumes']

// Whether constraints see the same node: data centre, name, class, attributes, meta, drivers, host volumes.
function suitsAlike(a: Node, b: Node): boolean {
  if (a.datacenter !== b.datacenter || a.name !== b.name || a.nodeClass !== b.nodeClass) return false
  return feasibilityFields.every((field) => textOf(a, field) === textOf(b, field))
}

function textOf({ document }: Node, field: string): string {
  return canonicalText(document[field] ?? null)
}

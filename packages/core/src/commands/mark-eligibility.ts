// Says whether new allocations may be placed on a node. Rules: client-surface §3.10.

import type { Change } from '../command.ts'
import type { Stamp } from '../entry.ts'
import type { Proposal } from '../proposal.ts'
import { isRefusal, type Refusal, refuse } from '../refusal.ts'
import type { State } from '../state.ts'
import { namedNode } from './named-node.ts'
import { nodeEvaluations } from './node-evaluations.ts'
import { nodeProposal } from './node-proposal.ts'

/** Asks to set a node's eligibility. Repeating it writes nothing, and every index answered is zero. */
export interface MarkEligibility {
  readonly nodeId: string
  /** `eligible` or `ineligible`; anything else is refused. */
  readonly eligibility: string
}

export function decideMarkEligibility(state: State, command: MarkEligibility, stamp: Stamp): Proposal | Refusal {
  const { nodeId, eligibility } = command
  if (nodeId === '') return refuse('eligibility-node-id-missing')
  if (eligibility !== 'eligible' && eligibility !== 'ineligible') return refuse('eligibility-unknown', eligibility)
  const node = namedNode(state, nodeId)
  if (isRefusal(node)) return node
  if (node.drain && eligibility === 'eligible') return refuse('draining-node-eligible')
  if (node.schedulingEligibility === eligibility) return { changes: [], answer: () => ({ index: 0 }) }

  const message = `Node marked as ${eligibility} for scheduling`
  const remark = { message, subsystem: 'Cluster', details: undefined, timestamp: stamp.at }
  const change: Change = {
    type: 'SetNodeEligibility',
    nodeId: node.id,
    eligibility,
    updatedAt: Math.floor(stamp.at / 1_000_000),
    remark,
  }
  const proposal = nodeProposal(state, change, eligibility === 'eligible' ? nodeEvaluations(state, stamp, node) : [])
  // Unlike a drain, the answer does not tell the node's index.
  return { ...proposal, answer: (after) => ({ ...proposal.answer(after), nodeModifyIndex: 0 }) }
}

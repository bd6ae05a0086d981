// Says whether new allocations may be placed on a node; a draining node stays ineligible. Rules: semantics/1 §3.14.

import { type Draft, record } from '../draft.ts'
import type { Eligibility } from '../entities/node.ts'
import type { NodeRemark } from '../entities/node-events.ts'
import { type Refusal, refuse } from '../refusal.ts'

/** A node's new eligibility; `updatedAt` in Unix seconds. */
export interface SetNodeEligibility {
  readonly nodeId: string
  readonly eligibility: Eligibility
  readonly updatedAt: number
  readonly remark: NodeRemark | undefined
}

export function applySetNodeEligibility(draft: Draft, change: SetNodeEligibility): Refusal | undefined {
  const { nodeId, eligibility, updatedAt, remark } = change
  const node = draft.tables.nodes.get(nodeId)
  if (!node) return refuse('node-not-found')
  if (node.drain && eligibility === 'eligible') return refuse('draining-node-eligible')
  record(draft, { type: 'NodeEligibilitySet', nodeId, eligibility, updatedAt, remark })
  return undefined
}

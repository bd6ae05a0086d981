// Forgets nodes; their allocations stay. A list with an unknown node changes nothing, and is not refused.
// Rules: semantics/1 §3.14.

import { type Draft, record } from '../draft.ts'
import type { Refusal } from '../refusal.ts'

/** The nodes to forget. */
export interface DeregisterNodes {
  readonly nodeIds: readonly string[]
}

export function applyDeregisterNodes(draft: Draft, { nodeIds }: DeregisterNodes): Refusal | undefined {
  if (!nodeIds.every((nodeId) => draft.tables.nodes.has(nodeId))) return undefined
  for (const nodeId of nodeIds) record(draft, { type: 'NodeDeregistered', nodeId })
  return undefined
}

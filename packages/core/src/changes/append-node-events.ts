// Adds lines to the histories of nodes, without moving their modify index. Rules: semantics/1 §3.14.

import { type Draft, record } from '../draft.ts'
import type { NodeRemark } from '../entities/node-events.ts'
import { type Refusal, refuse } from '../refusal.ts'

/** Lines by node. */
export interface AppendNodeEvents {
  readonly nodes: readonly { readonly nodeId: string; readonly remarks: readonly NodeRemark[] }[]
}

export function applyAppendNodeEvents(draft: Draft, { nodes }: AppendNodeEvents): Refusal | undefined {
  if (nodes.length === 0) record(draft, { type: 'IndexesMoved', tables: ['nodes'] })
  for (const { nodeId, remarks } of nodes) {
    if (!draft.tables.nodes.has(nodeId)) return refuse('node-not-found')
    record(draft, { type: 'NodeRemarked', nodeId, remarks })
  }
  return undefined
}

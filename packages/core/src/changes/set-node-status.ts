// Sets the status of a node: what it says itself, or what missed heartbeats say. Rules: semantics/1 §3.14.

import { type Draft, record } from '../draft.ts'
import type { NodeStatus } from '../entities/node.ts'
import type { NodeRemark } from '../entities/node-events.ts'
import { type Refusal, refuse } from '../refusal.ts'

/** A node's new status; `updatedAt` in Unix seconds. */
export interface SetNodeStatus {
  readonly nodeId: string
  readonly status: NodeStatus
  readonly updatedAt: number
  readonly remark: NodeRemark | undefined
}

export function applySetNodeStatus(draft: Draft, change: SetNodeStatus): Refusal | undefined {
  const { nodeId, status, updatedAt, remark } = change
  if (!draft.tables.nodes.has(nodeId)) return refuse('node-not-found')
  record(draft, { type: 'NodeStatusSet', nodeId, status, updatedAt, remark })
  return undefined
}

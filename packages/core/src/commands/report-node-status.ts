// Takes the status that a node reports or that its missed heartbeats imply, then has its jobs looked at, in an entry of their own.
// Rules: semantics/3 §4.2.

import type { Change } from '../command.ts'
import { isTerminalAllocation } from '../entities/allocation.ts'
import type { Node, NodeStatus } from '../entities/node.ts'
import type { NodeRemark } from '../entities/node-events.ts'
import type { Stamp } from '../entry.ts'
import type { Proposal } from '../proposal.ts'
import { type Refusal, refuse } from '../refusal.ts'
import type { State } from '../state.ts'
import { nodeEvaluations, statusNeedsEvaluations } from './node-evaluations.ts'
import { nodeProposal } from './node-proposal.ts'

/** A node's status. Repeating it writes nothing. */
export interface ReportNodeStatus {
  readonly nodeId: string
  readonly status: NodeStatus
  readonly remark: NodeRemark | undefined
}

export function decideReportNodeStatus(state: State, command: ReportNodeStatus, stamp: Stamp): Proposal | Refusal {
  const { nodeId, remark } = command
  if (nodeId === '') return refuse('node-status-id-missing')
  const node = state.tables.nodes.get(nodeId)
  if (!node) return refuse('node-not-found')

  const status = admittedStatus(state, node, command.status)
  if (status === node.status && !remark) return { changes: [], answer: () => ({ nodeModifyIndex: 0 }) }
  const updatedAt = Math.floor(stamp.at / 1_000_000)
  const change: Change = { type: 'SetNodeStatus', nodeId, status, updatedAt, remark }
  const evaluations = statusNeedsEvaluations(node.status, status) ? nodeEvaluations(state, stamp, node) : []
  return nodeProposal(state, change, evaluations)
}

// A node that comes back must first tell how its allocations are: until then it is not ready.
function admittedStatus({ tables }: State, node: Node, reported: NodeStatus): NodeStatus {
  if (reported !== 'ready') return reported
  if (node.status === 'disconnected') return 'initializing'
  if (node.status !== 'initializing') return reported
  const silent = node.lastAllocationUpdateIndex <= node.lastMissedHeartbeatIndex
  const busy =
    silent && [...tables.allocations.by('node', node.id)].some((allocation) => !isTerminalAllocation(allocation))
  const homeless = node.nodePool !== '' && !tables.nodePools.has(node.nodePool)
  return busy || homeless ? 'initializing' : reported
}

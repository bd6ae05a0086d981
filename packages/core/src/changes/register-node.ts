// Registers a node, or takes what it says of itself anew. Rules: semantics/1 §3.14.

import { type Draft, record } from '../draft.ts'
import type { Node, NodeEvent } from '../entities/node.ts'
import { copyNode, isOutOfTouch, withEvent } from '../entities/node-folds.ts'
import type { Refusal } from '../refusal.ts'
import { micros } from '../time.ts'

/** The node as it describes itself; of a known node eligibility, drain and history are kept. */
export interface RegisterNode {
  readonly node: Node
}

export function applyRegisterNode(draft: Draft, { node }: RegisterNode): Refusal | undefined {
  const known = draft.tables.nodes.get(node.id)
  const document = withTopology(node)
  record(draft, {
    type: 'NodeRegistered',
    node: known ? again(document, known, draft.index) : first(document, draft.index),
  })
  return undefined
}

function first(node: Node, index: number): Node {
  const row = copyNode(node)
  row.events = [remark(node, 'Node registered', 0)]
  row.createIndex = index
  return row
}

function again(node: Node, known: Node, index: number): Node {
  const back = known.status === 'down' && node.status !== 'down'
  const lost = isOutOfTouch(node.status) && !isOutOfTouch(known.status)
  const row = copyNode(node)
  row.events = back ? withEvent(known.events, remark(node, 'Node re-registered', index)) : known.events
  row.schedulingEligibility = known.schedulingEligibility
  row.drain = known.drain
  row.lastDrain = known.lastDrain
  row.lastMissedHeartbeatIndex = lost ? index : Math.max(row.lastMissedHeartbeatIndex, known.lastMissedHeartbeatIndex)
  row.lastAllocationUpdateIndex = Math.max(row.lastAllocationUpdateIndex, known.lastAllocationUpdateIndex)
  row.createIndex = known.createIndex
  return row
}

function remark(node: Node, message: string, createIndex: number): NodeEvent {
  const timestamp = micros(node.statusUpdatedAt * 1_000_000)
  return { message, subsystem: 'Cluster', details: undefined, timestamp, createIndex }
}

// Resources, when given, get an empty processor topology.
function withTopology(node: Node): Node {
  const resources = node.document.NodeResources
  if (typeof resources !== 'object' || resources === null || Array.isArray(resources)) return node
  if ('Processors' in resources) return node
  const row = copyNode(node)
  row.document = { ...node.document, NodeResources: { ...resources, Processors: { Topology: {} } } }
  return row
}

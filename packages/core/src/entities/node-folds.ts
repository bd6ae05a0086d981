// How each fact changes the nodes table. Rules: semantics/1 §3.14.

import type { Draft } from '../draft.ts'
import type { Folds } from '../evolve.ts'
import type { Node, NodeEvent, NodeStatus } from './node.ts'
import type { NodeEvents, NodeRemark } from './node-events.ts'

const nodeEventsMax = 10

export const nodeFolds: Folds<keyof NodeEvents> = {
  NodeRegistered: (draft, { node }) => {
    const row = copyNode(node)
    row.modifyIndex = draft.index
    draft.tables.nodes = draft.tables.nodes.set(row, draft.edit)
    draft.indexes.nodes = draft.index
    draft.indexes.csi_plugins = draft.index
  },
  NodeDeregistered: (draft, { nodeId }) => {
    draft.tables.nodes = draft.tables.nodes.delete(nodeId, draft.edit)
    draft.indexes.nodes = draft.index
  },
  NodeStatusSet: (draft, { nodeId, status, updatedAt, remark }) =>
    update(draft, { nodeId, updatedAt, remark }, (row) => {
      row.lastMissedHeartbeatIndex = missedHeartbeat(row, status, draft.index)
      row.status = status
    }),
  NodeDrainSet: (draft, { nodeId, drain, lastDrain, eligibility, updatedAt, remark }) =>
    update(draft, { nodeId, updatedAt, remark }, (row) => {
      row.drain = drain
      row.lastDrain = lastDrain
      row.schedulingEligibility = eligibility
    }),
  NodeEligibilitySet: (draft, { nodeId, eligibility, updatedAt, remark }) =>
    update(draft, { nodeId, updatedAt, remark }, (row) => {
      row.schedulingEligibility = eligibility
    }),
  NodeRemarked: (draft, { nodeId, remarks }) => change(draft, nodeId, (row) => remarked(row, draft.index, ...remarks)),
  AllocationsReported: (draft, { nodeId }) =>
    change(draft, nodeId, (row) => {
      row.lastAllocationUpdateIndex = draft.index
    }),
}

type MutableNode = { -readonly [K in keyof Node]: Node[K] }

/** A copy whose fields may be set. All fields in one fixed order, as in `copyAllocation`. */
export function copyNode(row: Node): MutableNode {
  return {
    id: row.id,
    secretId: row.secretId,
    name: row.name,
    datacenter: row.datacenter,
    nodeClass: row.nodeClass,
    nodePool: row.nodePool,
    computedClass: row.computedClass,
    document: row.document,
    status: row.status,
    statusDescription: row.statusDescription,
    statusUpdatedAt: row.statusUpdatedAt,
    schedulingEligibility: row.schedulingEligibility,
    drain: row.drain,
    lastDrain: row.lastDrain,
    events: row.events,
    lastMissedHeartbeatIndex: row.lastMissedHeartbeatIndex,
    lastAllocationUpdateIndex: row.lastAllocationUpdateIndex,
    createIndex: row.createIndex,
    modifyIndex: row.modifyIndex,
  }
}

/** Whether a node with this status is out of touch. */
export function isOutOfTouch(status: NodeStatus): boolean {
  return status === 'down' || status === 'disconnected'
}

/** The events of a node with one more at the end; the oldest go. */
export function withEvent(events: readonly NodeEvent[], event: NodeEvent): readonly NodeEvent[] {
  return [...events, event].slice(-nodeEventsMax)
}

function change(draft: Draft, nodeId: string, fn: (row: MutableNode) => void): void {
  draft.indexes.nodes = draft.index
  const stored = draft.tables.nodes.get(nodeId)
  if (!stored) return
  const row = copyNode(stored)
  fn(row)
  draft.tables.nodes = draft.tables.nodes.set(row, draft.edit)
}

type Update = Pick<NodeEvents['NodeEligibilitySet'], 'nodeId' | 'updatedAt' | 'remark'>

function update(draft: Draft, { nodeId, updatedAt, remark }: Update, fn: (row: MutableNode) => void): void {
  change(draft, nodeId, (row) => {
    remarked(row, draft.index, remark)
    fn(row)
    row.statusUpdatedAt = updatedAt
    row.modifyIndex = draft.index
  })
}

function remarked(row: MutableNode, index: number, ...remarks: readonly (NodeRemark | undefined)[]): void {
  for (const remark of remarks) if (remark) row.events = withEvent(row.events, { ...remark, createIndex: index })
}

// Set when a node is first out of touch, cleared when it comes back, kept otherwise.
function missedHeartbeat(node: Node, status: NodeStatus, index: number): number {
  if (isOutOfTouch(status) && !isOutOfTouch(node.status)) return index
  return status === 'ready' && node.status !== 'ready' ? 0 : node.lastMissedHeartbeatIndex
}

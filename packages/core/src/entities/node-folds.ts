// How each fact changes the nodes table. Rules: semantics/1 §3.14.

import type { Draft } from '../draft.ts'
import type { Folds } from '../evolve.ts'
import type { Node, NodeEvent, NodeStatus } from './node.ts'
import type { NodeEvents, NodeRemark } from './node-events.ts'

const nodeEventsMax = 10

export const nodeFolds: Folds<keyof NodeEvents> = {
  NodeRegistered: (draft, { node }) => {
    draft.tables.nodes = draft.tables.nodes.set({ ...node, modifyIndex: draft.index }, draft.edit)
    draft.indexes.nodes = draft.index
    draft.indexes.csi_plugins = draft.index
  },
  NodeDeregistered: (draft, { nodeId }) => {
    draft.tables.nodes = draft.tables.nodes.delete(nodeId, draft.edit)
    draft.indexes.nodes = draft.index
  },
  NodeStatusSet: (draft, { nodeId, status, updatedAt, remark }) =>
    change(draft, nodeId, (node) => ({
      ...remarked(node, draft.index, remark),
      status,
      statusUpdatedAt: updatedAt,
      lastMissedHeartbeatIndex: missedHeartbeat(node, status, draft.index),
      modifyIndex: draft.index,
    })),
  NodeDrainSet: (draft, { nodeId, drain, lastDrain, eligibility, updatedAt, remark }) =>
    change(draft, nodeId, (node) => ({
      ...remarked(node, draft.index, remark),
      drain,
      lastDrain,
      schedulingEligibility: eligibility,
      statusUpdatedAt: updatedAt,
      modifyIndex: draft.index,
    })),
  NodeEligibilitySet: (draft, { nodeId, eligibility, updatedAt, remark }) =>
    change(draft, nodeId, (node) => ({
      ...remarked(node, draft.index, remark),
      schedulingEligibility: eligibility,
      statusUpdatedAt: updatedAt,
      modifyIndex: draft.index,
    })),
  NodeRemarked: (draft, { nodeId, remarks }) =>
    change(draft, nodeId, (node) => remarked(node, draft.index, ...remarks)),
  AllocationsReported: (draft, { nodeId }) => change(draft, nodeId, (node) => heardFrom(node, draft.index)),
}

// Field by field: it happens with every report, and a spread takes several times as long.
function heardFrom(node: Node, index: number): Node {
  return {
    id: node.id,
    secretId: node.secretId,
    name: node.name,
    datacenter: node.datacenter,
    nodeClass: node.nodeClass,
    nodePool: node.nodePool,
    computedClass: node.computedClass,
    document: node.document,
    status: node.status,
    statusDescription: node.statusDescription,
    statusUpdatedAt: node.statusUpdatedAt,
    schedulingEligibility: node.schedulingEligibility,
    drain: node.drain,
    lastDrain: node.lastDrain,
    events: node.events,
    lastMissedHeartbeatIndex: node.lastMissedHeartbeatIndex,
    lastAllocationUpdateIndex: index,
    createIndex: node.createIndex,
    modifyIndex: node.modifyIndex,
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

function change(draft: Draft, nodeId: string, fn: (node: Node) => Node): void {
  draft.tables.nodes = draft.tables.nodes.update(nodeId, (node) => node && fn(node), draft.edit)
  draft.indexes.nodes = draft.index
}

function remarked(node: Node, index: number, ...remarks: readonly (NodeRemark | undefined)[]): Node {
  let events = node.events
  for (const remark of remarks) if (remark) events = withEvent(events, { ...remark, createIndex: index })
  return { ...node, events }
}

// Set when a node is first out of touch, cleared when it comes back, kept otherwise.
function missedHeartbeat(node: Node, status: NodeStatus, index: number): number {
  if (isOutOfTouch(status) && !isOutOfTouch(node.status)) return index
  return status === 'ready' && node.status !== 'ready' ? 0 : node.lastMissedHeartbeatIndex
}

// What happens to nodes. Rules: semantics/1 §3.14.

import type { DrainStrategy, Eligibility, LastDrain, Node, NodeEvent, NodeStatus } from './node.ts'

/** A line for a node's history; its index comes from the entry. */
export type NodeRemark = Omit<NodeEvent, 'createIndex'>

/** Node event type → what it carries. `updatedAt` is in Unix seconds, as Nomad keeps it. */
export interface NodeEvents {
  /** A node came, or came again; the row is complete but for its modify index. */
  NodeRegistered: { readonly node: Node }
  /** A node is gone. Its allocations stay. */
  NodeDeregistered: { readonly nodeId: string }
  NodeStatusSet: {
    readonly nodeId: string
    readonly status: NodeStatus
    readonly updatedAt: number
    readonly remark: NodeRemark | undefined
  }
  /** A drain began, changed or ended (`drain` undefined). */
  NodeDrainSet: {
    readonly nodeId: string
    readonly drain: DrainStrategy | undefined
    readonly lastDrain: LastDrain | undefined
    readonly eligibility: Eligibility
    readonly updatedAt: number
    readonly remark: NodeRemark | undefined
  }
  NodeEligibilitySet: {
    readonly nodeId: string
    readonly eligibility: Eligibility
    readonly updatedAt: number
    readonly remark: NodeRemark | undefined
  }
  /** Lines were added to a node's history. Its modify index stays. */
  NodeRemarked: { readonly nodeId: string; readonly remarks: readonly NodeRemark[] }
  /** A node reported on its allocations. Its modify index stays. */
  AllocationsReported: { readonly nodeId: string }
}

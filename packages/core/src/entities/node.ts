// A node that runs allocations. Rules: semantics/1 §1.9, §3.14.

import type { JsonObject } from '../json.ts'
import type { Micros } from '../time.ts'

/** As the node or its missed heartbeats say. */
export type NodeStatus = 'initializing' | 'ready' | 'down' | 'disconnected'

/** Whether new allocations may be placed. A draining node is ineligible. */
export type Eligibility = 'eligible' | 'ineligible'

/** A drain in force. */
export interface DrainStrategy {
  /** Negative: at once; zero: none; positive: time from the start. */
  readonly deadline: Micros
  readonly ignoreSystemJobs: boolean
  /** The instant of a positive deadline, or zero. */
  readonly forceDeadline: Micros
  readonly startedAt: Micros
}

/** The last drain of a node, in force or over. */
export interface LastDrain {
  readonly startedAt: Micros
  readonly updatedAt: Micros
  readonly status: 'draining' | 'complete' | 'canceled'
  readonly accessorId: string
  readonly meta: JsonObject | undefined
}

/** One line of a node's history. */
export interface NodeEvent {
  readonly message: string
  readonly subsystem: string
  readonly details: JsonObject | undefined
  readonly timestamp: Micros
  readonly createIndex: number
}

/** One node. `document` holds what it said at registration (Nomad's field names) except the fields spelled out here. */
export interface Node {
  readonly id: string
  readonly secretId: string
  readonly name: string
  readonly datacenter: string
  readonly nodeClass: string
  readonly nodePool: string
  readonly computedClass: string
  readonly document: JsonObject
  readonly status: NodeStatus
  readonly statusDescription: string
  /** Unix seconds, as Nomad keeps it. */
  readonly statusUpdatedAt: number
  readonly schedulingEligibility: Eligibility
  readonly drain: DrainStrategy | undefined
  readonly lastDrain: LastDrain | undefined
  /** Newest last, at most ten. */
  readonly events: readonly NodeEvent[]
  readonly lastMissedHeartbeatIndex: number
  readonly lastAllocationUpdateIndex: number
  readonly createIndex: number
  readonly modifyIndex: number
}

/** Ready, not draining, eligible. */
export function isReady(node: Node): boolean {
  return node.status === 'ready' && node.drain === undefined && node.schedulingEligibility === 'eligible'
}

// Starts, changes or ends the drain of nodes. Rules: semantics/1 §3.14.

import { type Draft, record } from '../draft.ts'
import type { DrainStrategy, LastDrain, Node } from '../entities/node.ts'
import type { NodeRemark } from '../entities/node-events.ts'
import type { JsonObject } from '../json.ts'
import { type Refusal, refuse } from '../refusal.ts'
import { micros } from '../time.ts'

/** One node's drain from now on; undefined ends it. */
export interface DrainOrder {
  readonly nodeId: string
  readonly drain: DrainStrategy | undefined
  /** The node is eligible again when no drain is in force. */
  readonly markEligible: boolean
  readonly remark: NodeRemark | undefined
  readonly meta: JsonObject | undefined
  /** Who asked, as an accessor id; empty keeps the one before. */
  readonly accessorId: string
}

/** Drains to set; `updatedAt` in Unix seconds. */
export interface DrainNodes {
  readonly orders: readonly DrainOrder[]
  readonly updatedAt: number
  /** Asked by the drainer (Nomad's batch): an end means that the drain is complete, not canceled. */
  readonly byDrainer: boolean
}

export function applyDrainNodes(draft: Draft, change: DrainNodes): Refusal | undefined {
  for (const order of change.orders) {
    const node = draft.tables.nodes.get(order.nodeId)
    if (!node) return refuse('node-not-found')
    record(draft, {
      type: 'NodeDrainSet',
      nodeId: node.id,
      drain: order.drain,
      lastDrain: lastDrain(node, order, change),
      eligibility: eligibility(node, order),
      updatedAt: change.updatedAt,
      remark: order.remark,
    })
  }
  return undefined
}

function eligibility(node: Node, { drain, markEligible }: DrainOrder): Node['schedulingEligibility'] {
  if (drain) return 'ineligible'
  return markEligible ? 'eligible' : node.schedulingEligibility
}

function lastDrain(node: Node, order: DrainOrder, { updatedAt, byDrainer }: DrainNodes): LastDrain | undefined {
  if (!order.drain && !node.drain) return node.lastDrain
  const at = micros(updatedAt * 1_000_000)
  const fresh = order.drain !== undefined && node.drain === undefined
  const before = fresh ? undefined : node.lastDrain
  return {
    startedAt: before?.startedAt ?? at,
    updatedAt: at,
    status: order.drain ? 'draining' : byDrainer ? 'complete' : 'canceled',
    accessorId: order.accessorId || (before?.accessorId ?? ''),
    meta: order.meta ?? before?.meta,
  }
}

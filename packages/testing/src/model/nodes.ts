// Drains and eligibility of nodes (semantics/1 §3.14).

import { type Change, type Micros, micros, type Node } from '@cutover/core'
import { type Answer, bump, type Work } from './tables.ts'

type Order = Change<'DrainNodes'>['orders'][number]

/** Begins, changes or ends drains; the first unknown node refuses all. */
export function drainNodes(work: Work, { orders, updatedAt, byDrainer }: Change<'DrainNodes'>): Answer {
  for (const order of orders) {
    const node = work.rows.nodes.get(order.nodeId)
    if (!node) return 'node not found'
    const { drain, markEligible, remark } = order
    const kept = markEligible ? 'eligible' : node.schedulingEligibility
    const drained = {
      ...node,
      drain,
      schedulingEligibility: drain ? 'ineligible' : kept,
      lastDrain: lastDrain(node, order, { at: micros(updatedAt * 1_000_000), byDrainer }),
    } as const
    write(work, drained, { updatedAt, remark })
  }
  return undefined
}

interface Moment {
  readonly at: Micros
  readonly byDrainer: boolean
}

function lastDrain(node: Node, { drain, meta, accessorId }: Order, { at, byDrainer }: Moment): Node['lastDrain'] {
  if (!drain && !node.drain) return node.lastDrain
  const begins = drain !== undefined && node.drain === undefined
  const before = begins ? undefined : node.lastDrain
  return {
    startedAt: before?.startedAt ?? at,
    updatedAt: at,
    status: drain ? 'draining' : byDrainer ? 'complete' : 'canceled',
    accessorId: accessorId || (before?.accessorId ?? ''),
    meta: meta ?? before?.meta,
  }
}

/** Marks a node; a draining one does not become eligible. */
export function setEligibility(work: Work, change: Change<'SetNodeEligibility'>): Answer {
  const node = work.rows.nodes.get(change.nodeId)
  if (!node) return 'node not found'
  if (node.drain && change.eligibility === 'eligible')
    return "can not set node's scheduling eligibility to eligible while it is draining"
  write(work, { ...node, schedulingEligibility: change.eligibility }, change)
  return undefined
}

type Written = Pick<Change<'SetNodeEligibility'>, 'updatedAt' | 'remark'>

function write(work: Work, node: Node, { updatedAt, remark }: Written): void {
  const events = remark ? [...node.events, { ...remark, createIndex: work.index }].slice(-10) : node.events
  work.rows.nodes.set(node.id, { ...node, events, statusUpdatedAt: updatedAt, modifyIndex: work.index })
  bump(work, 'nodes')
}

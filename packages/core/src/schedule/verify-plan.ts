// Whether each node can take its part of a plan; a node that cannot loses all of it. Rules: semantics/4 §6,
// semantics/1 §3.5.

import type { Allocation } from '../entities/allocation.ts'
import { isReady, type Node } from '../entities/node.ts'
import { compareBytes } from '../order.ts'
import { replacesDisconnected } from '../reconcile/connection.ts'
import type { AllocationStop } from '../reconcile/reconciliation.ts'
import type { State } from '../state.ts'
import type { Plan } from './plan.ts'
import { capacity, exhaustedDimension } from './resources.ts'
import { newStaging, stagePlacement, stageStop, viewOf } from './staging.ts'

/** What can be committed, and whether that is less than what was asked. */
export interface Verified {
  readonly plan: Plan
  readonly isPartial: boolean
}

/**
 * Checks a plan against the state, node by node in the order of their ids. The lists of the answer are in that order
 * too.
 */
export function verifyPlan(state: State, plan: Plan, allAtOnce: boolean): Verified {
  const parts = partsByNode(plan)
  const accepted = parts.filter((part) => accepts(state, part))
  const isPartial = accepted.length < parts.length
  const { deployment, deploymentUpdates } = plan
  if (isPartial && allAtOnce) return { plan: { ...nothing, stops: [], updates: [] }, isPartial }
  const stops = accepted.flatMap((part) => part.stops)
  const updates = accepted.flatMap((part) => part.updates)
  const placed = new Set(updates.map(({ id }) => id))
  const corrected = isPartial && deployment ? withoutDropped(deployment, placed) : deployment
  return { plan: { stops, updates, deployment: corrected, deploymentUpdates }, isPartial }
}

const nothing = { deployment: undefined, deploymentUpdates: [] } as const

/** One node's part of a plan. */
interface Part {
  readonly nodeId: string
  readonly stops: AllocationStop[]
  readonly updates: Allocation[]
}

function partsByNode(plan: Plan): readonly Part[] {
  const parts = new Map<string, Part>()
  for (const stop of plan.stops) partOf(parts, stop.allocation.nodeId).stops.push(stop)
  for (const update of plan.updates) partOf(parts, update.nodeId).updates.push(update)
  return [...parts.values()].sort((a, b) => compareBytes(a.nodeId, b.nodeId))
}

function partOf(parts: Map<string, Part>, nodeId: string): Part {
  const part = parts.get(nodeId) ?? { nodeId, stops: [], updates: [] }
  parts.set(nodeId, part)
  return part
}

function accepts(state: State, part: Part): boolean {
  if (part.updates.length === 0) return true
  const node = state.tables.nodes.get(part.nodeId)
  if (!node) return false
  if (node.status === 'disconnected') return part.updates.every(({ clientStatus }) => clientStatus === 'unknown')
  if (node.status === 'down') return part.updates.every(isGivenUp)
  if (node.status !== 'ready') return false
  if (part.updates.every(({ id }) => state.tables.allocations.has(id))) return true
  return isReady(node) && hasRoom(state, node, part)
}

function isGivenUp(allocation: Allocation): boolean {
  if (allocation.clientStatus === 'lost') return true
  return allocation.clientStatus === 'unknown' && !replacesDisconnected(allocation)
}

function hasRoom(state: State, node: Node, part: Part): boolean {
  const staging = newStaging(state)
  for (const stop of part.stops) stageStop(staging, stop.allocation)
  for (const update of part.updates) stagePlacement(staging, update)
  return exhaustedDimension(viewOf(staging, node.id).used, capacity(node)) === undefined
}

// Canaries that were not placed after all are not counted as placed.
function withoutDropped(deployment: NonNullable<Plan['deployment']>, placed: ReadonlySet<string>): Plan['deployment'] {
  const groups = deployment.groups.map((group) => ({
    ...group,
    placedCanaries: group.placedCanaries?.filter((id) => placed.has(id)),
  }))
  return { ...deployment, groups }
}

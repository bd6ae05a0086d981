// Which nodes of a job are in trouble, and which of its stopped allocations died with their node.
// Rules: semantics/2 §0 "tainted map", §4.2 step 4.

import { type Allocation, isServerTerminal } from '../entities/allocation.ts'
import type { Node } from '../entities/node.ts'
import { type AllocationStop, allocationText } from '../reconcile/reconciliation.ts'
import type { State } from '../state.ts'

/** Node id → the node, undefined when it is gone. A node that is not in the map is well. */
export type Tainted = ReadonlyMap<string, Node | undefined>

/** The nodes of these allocations that are gone, down, draining or disconnected. */
export function taintedNodes(state: State, allocations: readonly Allocation[]): Tainted {
  const tainted = new Map<string, Node | undefined>()
  for (const nodeId of new Set(allocations.map((allocation) => allocation.nodeId))) {
    const node = state.tables.nodes.get(nodeId)
    if (!node || isTainted(node)) tainted.set(nodeId, node)
  }
  return tainted
}

/** Stops for allocations that were stopped before their node died and can no longer say that they are gone. */
export function lostStops(allocations: readonly Allocation[], tainted: Tainted): readonly AllocationStop[] {
  return allocations
    .filter((allocation) => isServerTerminal(allocation) && isAlive(allocation) && isOnDeadNode(allocation, tainted))
    .map((allocation) => ({
      allocation,
      clientStatus: 'lost',
      description: allocationText.lost,
      followupEvaluationId: '',
    }))
}

/** Whether its node is gone or down. */
export function isOnDeadNode(allocation: Allocation, tainted: Tainted): boolean {
  if (!tainted.has(allocation.nodeId)) return false
  const node = tainted.get(allocation.nodeId)
  return node === undefined || node.status === 'down'
}

function isTainted(node: Node): boolean {
  return node.status === 'down' || node.status === 'disconnected' || node.drain !== undefined
}

function isAlive({ clientStatus }: Allocation): boolean {
  return clientStatus === 'running' || clientStatus === 'pending'
}

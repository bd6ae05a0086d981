// The cluster as a plan in the making leaves it: what is free on each node, and which siblings run there. Local to one attempt.

import { type Allocation, isTerminalAllocation } from '../entities/allocation.ts'
import type { State } from '../state.ts'
import { type Amounts, add, allocationAmounts, noAmounts } from './resources.ts'

/** What a plan has staged so far. */
export interface Staging {
  readonly state: State
  /** Allocations that the plan stops: their room is free. */
  readonly stopping: Set<string>
  /** Allocations that the plan places, by node. */
  readonly placing: Map<string, Allocation[]>
}

/** Nothing staged. */
export function newStaging(state: State): Staging {
  return { state, stopping: new Set(), placing: new Map() }
}

/** Stages a placement. */
export function stagePlacement(staging: Staging, allocation: Allocation): void {
  const placed = staging.placing.get(allocation.nodeId)
  if (placed) placed.push(allocation)
  else staging.placing.set(allocation.nodeId, [allocation])
}

/** The allocations that would hold room on a node if the plan were carried out. */
export function proposedAllocations(staging: Staging, nodeId: string): readonly Allocation[] {
  const placing = staging.placing.get(nodeId) ?? []
  const replaced = new Set(placing.map((allocation) => allocation.id))
  const present = [...staging.state.tables.allocations.by('node', nodeId)].filter(
    (allocation) =>
      !isTerminalAllocation(allocation) && !staging.stopping.has(allocation.id) && !replaced.has(allocation.id),
  )
  return [...present, ...placing.filter((allocation) => !isTerminalAllocation(allocation))]
}

/** What the given allocations take together. */
export function amountsOf(allocations: readonly Allocation[]): Amounts {
  return allocations.reduce((sum, allocation) => add(sum, allocationAmounts(allocation)), noAmounts)
}

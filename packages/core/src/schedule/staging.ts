// The cluster as a plan in the making leaves it: what is free on each node, and which siblings run there. Local to
// one attempt.

import { type Allocation, isTerminalAllocation } from '../entities/allocation.ts'
import type { PatternSearch } from '../manager.ts'
import type { State } from '../state.ts'
import { ClassEligibility } from './class-eligibility.ts'
import { hostFinds } from './constraint.ts'
import { type Amounts, add, allocationAmounts, noAmounts } from './resources.ts'

/** What a plan has staged so far. */
export interface Staging {
  readonly state: State
  readonly finds: PatternSearch
  /** Allocations that the plan stops: their room is free. */
  readonly stopping: Set<string>
  /** Allocations that the plan places, by node. */
  readonly placing: Map<string, Allocation[]>
  /** Which classes of nodes were found fit for the job and its groups. */
  readonly classes: ClassEligibility
  /** Where the next search for a node starts in the list of candidates, so that searches go round. */
  offset: number
  /** What nodes were last found to hold; a node that the plan touches is looked at anew. */
  readonly views: Map<string, NodeView>
}

/** What would hold room on one node. */
export interface NodeView {
  readonly present: readonly Allocation[]
  readonly used: Amounts
}

/** Nothing staged. */
export function newStaging(state: State, finds: PatternSearch = hostFinds): Staging {
  return {
    state,
    finds,
    stopping: new Set(),
    placing: new Map(),
    classes: new ClassEligibility(),
    offset: 0,
    views: new Map(),
  }
}

/** Stages a placement or the new form of an allocation. */
export function stagePlacement(staging: Staging, allocation: Allocation): void {
  const placed = staging.placing.get(allocation.nodeId)
  if (placed) placed.push(allocation)
  else staging.placing.set(allocation.nodeId, [allocation])
  staging.views.delete(allocation.nodeId)
}

/** Stages a stop. */
export function stageStop(staging: Staging, allocation: Allocation): void {
  staging.stopping.add(allocation.id)
  staging.views.delete(allocation.nodeId)
}

/** Takes a stop back. */
export function unstageStop(staging: Staging, allocation: Allocation): void {
  staging.stopping.delete(allocation.id)
  staging.views.delete(allocation.nodeId)
}

/** What would hold room on a node if the plan were carried out. */
export function viewOf(staging: Staging, nodeId: string): NodeView {
  const known = staging.views.get(nodeId)
  if (known) return known
  const present = proposedAllocations(staging, nodeId)
  const view = { present, used: amountsOf(present) }
  staging.views.set(nodeId, view)
  return view
}

/** What the given allocations take together. */
function amountsOf(allocations: readonly Allocation[]): Amounts {
  return allocations.reduce((sum, allocation) => add(sum, allocationAmounts(allocation)), noAmounts)
}

function proposedAllocations(staging: Staging, nodeId: string): readonly Allocation[] {
  const placing = staging.placing.get(nodeId) ?? []
  const replaced = new Set(placing.map((allocation) => allocation.id))
  const proposed: Allocation[] = []
  for (const allocation of staging.state.tables.allocations.by('node', nodeId)) {
    if (isTerminalAllocation(allocation)) continue
    if (!staging.stopping.has(allocation.id) && !replaced.has(allocation.id)) proposed.push(allocation)
  }
  for (const allocation of placing) if (!isTerminalAllocation(allocation)) proposed.push(allocation)
  return proposed
}

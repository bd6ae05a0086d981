// Places the allocations of a system or sysbatch job, each on its own node. Rules: semantics/2 §5.4 step 8.

import { isActive } from '../entities/deployment.ts'
import type { Node } from '../entities/node.ts'
import type { Json, JsonObject } from '../json.ts'
import { coalesce, takeCensus } from './metric.ts'
import { newAllocation } from './new-allocation.ts'
import type { Failures, FullNode } from './outcome.ts'
import { planUpdate } from './plan.ts'
import { asObject, member, numberOf } from './resources.ts'
import { type Selection, selectNode } from './select-node.ts'
import type { Spot } from './system-pass.ts'
import { type GroupTally, tallyOf } from './system-tally.ts'
import type { SystemWork } from './system-update.ts'

/** What could not be placed, and what was placed as a canary. */
export interface SystemPlacement {
  readonly failures: Failures
  readonly fullNodes: readonly FullNode[]
  /** Ids of new allocations → the spots they were planned for; only canaries. */
  readonly canaries: ReadonlyMap<string, Spot>
}

interface Placing {
  readonly work: SystemWork
  readonly failures: Map<string, JsonObject>
  readonly fullNodes: FullNode[]
  readonly canaries: Map<string, Spot>
  /** Group → what the searches saw that were turned away by constraints. */
  readonly filtered: Map<string, JsonObject>
}

/** Plans an allocation for every spot whose node suits it. */
export function placeSpots(work: SystemWork, spots: readonly Spot[]): SystemPlacement {
  const placing: Placing = { work, failures: new Map(), fullNodes: [], canaries: new Map(), filtered: new Map() }
  for (const { group } of spots) tallyOf(work.tally, group.Name).queued += 1
  for (const spot of spots) placeSpot(placing, spot)
  return placing
}

function placeSpot(placing: Placing, spot: Spot): void {
  const { work, failures } = placing
  const { attempt } = work.pass
  const node = attempt.state.tables.nodes.get(spot.nodeId)
  if (!node) return
  const selection = selectNode(attempt.staging, {
    document: work.job.document,
    group: spot.group,
    nodes: [node],
    census: takeCensus([node]),
    preferred: undefined,
    penalties: new Set(),
    isBatch: false,
  })
  if (selection.node) {
    placeOn(placing, spot, { ...selection, node })
    return
  }
  const counters = tallyOf(work.tally, spot.group.Name)
  counters.candidates -= 1
  if (spot.isUpdate) counters.destructive -= 1
  const failure = failures.get(spot.group.Name)
  if (isFiltered(selection.metric)) noteFiltered(placing, spot, selection.metric)
  else if (failure) failures.set(spot.group.Name, coalesce(failure, spot.group))
  else noteFull(placing, spot, selection.metric)
}

function placeOn({ work, canaries }: Placing, spot: Spot, { node, metric, resources }: Found): void {
  const { deployment, pass, job, plan } = work
  const canary = spot.canary && deployment !== undefined && job.document.Type === 'system'
  const allocation = newAllocation(pass.attempt, {
    name: spot.name,
    group: spot.group,
    node,
    resources,
    metrics: metric,
    deploymentId: deployment && isActive(deployment) ? deployment.id : '',
    canary,
    previous: spot.previous,
    rescheduleTracker: undefined,
    job: undefined,
  })
  if (canary) canaries.set(allocation.id, spot)
  planUpdate(pass.attempt, plan, allocation)
}

/** What was found on the node. */
interface Found extends Selection {
  readonly node: Node
}

function isFiltered(metric: JsonObject): boolean {
  return numberOf(metric['NodesFiltered']) > 0
}

// A node that does not suit is no failure, unless no node suits and nothing of the group runs.
function noteFiltered({ work, failures, filtered }: Placing, { group }: Spot, metric: JsonObject): void {
  const counters = tallyOf(work.tally, group.Name)
  counters.queued -= 1
  if (work.job.document.Type === 'sysbatch') counters.desired.place -= 1
  const seen = merged(filtered.get(group.Name), metric)
  filtered.set(group.Name, seen)
  if (isUnservable(counters)) failures.set(group.Name, seen)
}

function isUnservable({ queued, kept }: GroupTally): boolean {
  return queued <= 0 && kept === 0
}

function noteFull({ failures, fullNodes }: Placing, { group, nodeId }: Spot, metric: JsonObject): void {
  failures.set(group.Name, metric)
  if (!fullNodes.some((full) => full.nodeId === nodeId)) fullNodes.push({ nodeId, failures })
}

// The sum of what single searches saw; what a search says of the whole pool is left out, as Nomad leaves it out.
function merged(before: JsonObject | undefined, metric: JsonObject): JsonObject {
  return {
    ...metric,
    NodesEvaluated: numberOf(before?.['NodesEvaluated']) + numberOf(metric['NodesEvaluated']),
    NodesFiltered: numberOf(before?.['NodesFiltered']) + numberOf(metric['NodesFiltered']),
    NodesInPool: 0,
    NodePool: '',
    NodesAvailable: null,
    ClassFiltered: summed(member(before, 'ClassFiltered'), metric['ClassFiltered'] ?? null),
    ConstraintFiltered: summed(member(before, 'ConstraintFiltered'), metric['ConstraintFiltered'] ?? null),
  }
}

function summed(before: Json, counts: Json): JsonObject {
  const sum: Record<string, Json> = { ...asObject(before) }
  for (const [key, count] of Object.entries(asObject(counts))) sum[key] = numberOf(sum[key]) + numberOf(count)
  return sum
}

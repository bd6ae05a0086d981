// Finds a node for every wish, in order, until a group fails once. Rules: semantics/2 §4.4.

import type { Allocation } from '../entities/allocation.ts'
import { type Deployment, isActive } from '../entities/deployment.ts'
import type { Job } from '../entities/job.ts'
import { isReady, type Node } from '../entities/node.ts'
import { type GroupDocument, groupOf } from '../job-document/document.ts'
import type { AllocationStop, Placement, Reconciliation } from '../reconcile/reconciliation.ts'
import type { Attempt } from './attempt.ts'
import { stableVersion } from './downgrade.ts'
import { freshName } from './fresh-name.ts'
import { type Census, coalesce, takeCensus } from './metric.ts'
import { newAllocation, trackReschedule } from './new-allocation.ts'
import { readyNodes, shuffled } from './node-pool.ts'
import type { Failures } from './outcome.ts'
import { type Plan, planStop, planUpdate } from './plan.ts'
import { noteReplaced, noteUnplaced, takeStopBack } from './reschedule-notes.ts'
import { member } from './resources.ts'
import { type Selection, selectNode } from './select-node.ts'

/** A plan in the making, what it is made from, and the deployment that the attempt holds, whatever its status. */
export interface Building {
  readonly attempt: Attempt
  readonly wanted: Reconciliation
  readonly plan: Plan
  readonly deployment: Deployment | undefined
}

interface Placing extends Building {
  readonly job: Job
  readonly nodes: readonly Node[]
  readonly census: Census
  readonly failures: Failures
  deploymentId: string
}

/** A wish, and the stop that makes room for it. */
interface Order {
  readonly wish: Placement
  readonly stop: AllocationStop | undefined
}

/** The version that a placement runs; the job is undefined for the current one. */
interface Version {
  readonly group: GroupDocument
  readonly job: Job | undefined
  readonly deploymentId: string
}

/** Places what the reconciler wants placed; adds to the plan and answers the failures. */
export function placeWanted(building: Building): Failures {
  const { attempt, wanted, deployment } = building
  const { job, state } = attempt
  const failures: Failures = new Map()
  const orders = ordersOf(wanted)
  if (!job || orders.length === 0) return failures
  const nodes = shuffled(readyNodes(state, job.document), state.seed, state.lastIndex)
  const deploymentId = deployment && isActive(deployment) ? deployment.id : ''
  const placing: Placing = { job, nodes, census: takeCensus(nodes), failures, deploymentId, ...building }
  for (const order of orders) placeOne(placing, order)
  return failures
}

/** How many allocations of each group are wanted; every group of the job with zero when none is. */
export function wantedCounts({ job }: Attempt, wanted: Reconciliation): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { group } of [...wanted.destructive, ...wanted.place]) counts.set(group, (counts.get(group) ?? 0) + 1)
  if (counts.size === 0) for (const group of job?.document.TaskGroups ?? []) counts.set(group.Name, 0)
  return counts
}

function ordersOf(wanted: Reconciliation): readonly Order[] {
  const replacements = wanted.destructive.map(
    ({ group, name, stop, description }): Order => ({
      wish: { ...plainWish, group, name, previous: stop },
      stop: { allocation: stop, clientStatus: '', description, followupEvaluationId: '' },
    }),
  )
  return [...replacements, ...wanted.place.map((wish) => ({ wish, stop: undefined }))]
}

const plainWish: Omit<Placement, 'group' | 'name' | 'previous'> = {
  canary: false,
  reschedule: false,
  lost: false,
  downgrade: false,
  minJobVersion: 0,
}

function placeOne(placing: Placing, order: Order): void {
  const { attempt, plan, failures } = placing
  const { wish, stop } = order
  const version = versionFor(placing, wish)
  const failure = failures.get(wish.group)
  if (!version) return
  if (failure) {
    failures.set(wish.group, coalesce(failure, version.group))
    return
  }
  if (stop) planStop(attempt, plan, stop)
  const selection = search(placing, wish, version)
  if (selection.node) {
    placeOn(placing, { wish, version, selection, node: selection.node })
    return
  }
  failures.set(wish.group, selection.metric)
  if (stop) takeStopBack(attempt, plan, stop.allocation)
  if (wish.reschedule && wish.previous) noteUnplaced(placing, wish.previous)
}

function versionFor(placing: Placing, wish: Placement): Version | undefined {
  const { attempt, job } = placing
  const stable = wish.downgrade ? stableVersion(attempt.state, job, wish) : undefined
  if (!stable) {
    const group = groupOf(job.document, wish.group)
    return group && { group, job: undefined, deploymentId: placing.deploymentId }
  }
  if (attempt.quirks.keepsDowngradedDeployment) placing.deploymentId = stable.deploymentId
  return stable
}

function search(placing: Placing, wish: Placement, version: Version): Selection {
  const { attempt, job, nodes, census } = placing
  return selectNode(attempt.staging, {
    document: version.job?.document ?? job.document,
    group: version.group,
    nodes,
    census,
    preferred: preferredNode(placing, wish, version.group),
    penalties: penalizedNodes(wish.previous),
    isBatch: attempt.evaluation.type === 'batch',
  })
}

// The node of the allocation before, when its disk is to be kept and the job still goes to the same places.
function preferredNode({ attempt, job }: Placing, { previous }: Placement, group: GroupDocument): Node | undefined {
  const before = previous?.job?.document
  const disk = group['EphemeralDisk'] ?? null
  if (!previous || !before || !(member(disk, 'Sticky') === true || member(disk, 'Migrate') === true)) return undefined
  const samePlaces =
    before.NodePool === job.document.NodePool && before.Datacenters.join() === job.document.Datacenters.join()
  const node = samePlaces ? attempt.state.tables.nodes.get(previous.nodeId) : undefined
  return node && isReady(node) ? node : undefined
}

// Nodes on which an allocation before this one failed.
function penalizedNodes(previous: Allocation | undefined): ReadonlySet<string> {
  const nodes = new Set(previous?.rescheduleTracker?.events.map((event) => event.previousNodeId))
  if (previous?.clientStatus === 'failed') nodes.add(previous.nodeId)
  return nodes
}

interface Placed {
  readonly wish: Placement
  readonly version: Version
  readonly selection: Selection
  readonly node: Node
}

function placeOn(placing: Placing, { wish, version, selection, node }: Placed): void {
  const { attempt, plan, wanted, deployment } = placing
  const rescheduled = wish.reschedule ? wish.previous : undefined
  const allocation = newAllocation(attempt, {
    name: freshName(wanted.nameIndexes.get(wish.group), wish.name),
    group: version.group,
    node,
    resources: selection.resources,
    metrics: selection.metric,
    deploymentId: version.deploymentId,
    canary: wish.canary && deployment !== undefined,
    previous: wish.previous,
    rescheduleTracker: rescheduled && trackReschedule(rescheduled, attempt.at),
    job: version.job,
  })
  if (rescheduled) noteReplaced(placing, rescheduled)
  planUpdate(attempt, plan, allocation)
}

// Whether what a node drains goes when it is said to: once what the drain waits for is cleared, not with any of it left out, and not at
// all by health where nothing of the kind is told.

import { type Allocation, isActive } from '@cutover/core'
import { blockers, type Unblocker } from '@cutover/core/explain'
import type { ClusterByHand } from '../cluster-by-hand.ts'
import { lesser, type Trial, tried } from './clearing.ts'
import type { Arrival } from './rollout-story.ts'

/** What was tried on one state: groups that have something on a draining node, and what was not so. */
export interface ClearedDrains {
  readonly groups: number
  readonly faults: readonly string[]
}

/** Clears what the drains wait for, group by group. */
export function clearDrains(arrival: Arrival): ClearedDrains {
  const { cluster } = arrival
  const deployment = cluster.deployment()
  if (!isActive(deployment)) return { groups: 0, faults: [] }
  const list = blockers(cluster.state, deployment.id).blockers.filter(({ kind }) => kind === 'drain')
  const faults: string[] = []
  let groups = 0
  for (const { name } of deployment.groups) {
    const told = list.filter((each) => each.groups.includes(name))
    if (told.length === 0 && !isDraining(cluster, name)) continue
    groups += 1
    const note = (cleared: readonly Unblocker[], what: string): string =>
      `${name} ${what} its node: the drain waits for ${JSON.stringify(told)}, cleared was ${JSON.stringify(cleared)}`
    const all = told.map(({ unblock }) => unblock)
    const whole = tried(arrival, name, all)
    if (told.length > 0 && !leaves(whole) && !isPromoted(whole)) faults.push(note(all, 'stays on'))
    for (const less of [...lesser(told), ...health(cluster, name, all)])
      if (leaves(tried(arrival, name, less))) faults.push(note(less, 'leaves'))
  }
  return { groups, faults }
}

/** The allocations of a group, of whichever version. */
export function rowsOf({ state }: ClusterByHand, name: string): readonly Allocation[] {
  return [...state.tables.allocations].filter(({ jobId, group }) => jobId === 'web' && group === name)
}

/** Those that ran and were not marked for migration before, and are. */
export function markedSince({ state }: ClusterByHand, cluster: ClusterByHand, name: string): readonly Allocation[] {
  return rowsOf(cluster, name).filter((row) => {
    const before = state.tables.allocations.get(row.id)
    return before?.desiredStatus === 'run' && isMarked(row) && !isMarked(before)
  })
}

function leaves({ origin, cluster, name }: Trial): boolean {
  return markedSince(origin, cluster, name).length > 0
}

// A rollout that promotes itself on the same report takes the others' place at once, before the drain does.
function isPromoted({ origin, cluster, name }: Trial): boolean {
  const { id } = origin.deployment()
  const [before, after] = [origin, cluster].map(({ state }) =>
    state.tables.deployments.get(id)?.groups.find((each) => each.name === name),
  )
  return before?.promoted !== after?.promoted
}

function isDraining(cluster: ClusterByHand, name: string): boolean {
  return rowsOf(cluster, name).some(
    (row) => isLive(row) && cluster.state.tables.nodes.get(row.nodeId)?.drain !== undefined,
  )
}

// All the health that there could be, where health is not what is waited for.
function health(cluster: ClusterByHand, name: string, told: readonly Unblocker[]): readonly (readonly Unblocker[])[] {
  if (told.some(({ kind }) => kind === 'health')) return []
  return [[{ kind: 'health', allocationIds: undecidedOf(cluster, name) }]]
}

/** Which allocations of a group could be found healthy, in id order. */
export function undecidedOf(cluster: ClusterByHand, name: string): readonly string[] {
  const { nodes } = cluster.state.tables
  const rows = rowsOf(cluster, name).filter(
    (row) => isLive(row) && row.health?.healthy === undefined && nodes.get(row.nodeId)?.status !== 'down',
  )
  return rows.map(({ id }) => id)
}

// It runs, or is about to.
function isLive({ desiredStatus, clientStatus }: Allocation): boolean {
  return desiredStatus === 'run' && (clientStatus === 'pending' || clientStatus === 'running')
}

function isMarked({ desiredTransition }: Allocation): boolean {
  return desiredTransition.migrate === true
}

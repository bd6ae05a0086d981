// Whether a rollout waits for what it is said to wait for: with all of it cleared a group moves, with any of it left out it stays where it
// is.

import { type Deployment, type Evaluation, jobKey, type State } from '@cutover/core'
import { type Blocker, blockers, type Unblocker } from '@cutover/core/explain'
import type { ClusterByHand } from '../cluster-by-hand.ts'
import { type Arrival, settledSeconds } from './rollout-story.ts'

/** What was tried on one state. */
export interface Cleared {
  /** Groups that wait for something. */
  readonly groups: number
  /** Groups that wait for room, among other things. */
  readonly short: number
  /** What was not so: the group, what it waits for, what was cleared of it. */
  readonly faults: readonly string[]
}

/** Clears what each group of the newest deployment waits for, as a whole and with each thing left out. */
export function clearBlockers(arrival: Arrival): Cleared {
  const { cluster } = arrival
  const deployment = cluster.deployment()
  const { blockers: list } = blockers(cluster.state, deployment.id)
  const faults: string[] = []
  let [groups, short] = [0, 0]
  for (const { name } of deployment.groups) {
    const own = list.filter(({ groups: held }) => held.includes(name))
    if (own.length === 0 || waitsForOthers(deployment, list, name) || isDraining(cluster, deployment, name)) continue
    groups += 1
    if (own.some(({ kind }) => kind === 'capacity')) short += 1
    const told = (cleared: readonly Unblocker[], what: string): string =>
      `${name} ${what}: it waits for ${JSON.stringify(own)}, cleared was ${JSON.stringify(cleared)}`
    const all = own.map(({ unblock }) => unblock)
    if (!moves(arrival, name, all)) faults.push(told(all, 'stays'))
    for (const less of lesser(own)) if (moves(arrival, name, less)) faults.push(told(less, 'moves'))
  }
  return { groups, short, faults }
}

// What became of the group two seconds after some of what it waits for was cleared: something of it was placed or promoted, or it is done,
// or the scheduler tried and found no room, which nobody knows before.
function moves({ cluster: origin, second: start }: Arrival, name: string, cleared: readonly Unblocker[]): boolean {
  const cluster = origin.copy()
  const before = cluster.deployment()
  let second = start
  for (const unblock of cleared) second = clear(cluster, unblock, second)
  cluster.at(second + settledSeconds)
  const after = cluster.state.tables.deployments.get(before.id)
  const [old, now] = [before, after].map((row) => row?.groups.find((each) => each.name === name))
  if (!old || !now || !after) return true
  const left = blockers(cluster.state, before.id).blockers.filter(({ groups: held }) => held.includes(name))
  const isPlaced = placedOf(cluster, before, name, stopped(cleared)) > placedOf(origin, before, name, stopped([]))
  const isPast = cleared.some(({ kind }) => kind === 'time') && !left.some(({ kind }) => kind === 'delay')
  const triedInVain = !isShort(origin, name) && hasTriedInVain(cluster, origin.state.lastIndex, name)
  return isPlaced || now.promoted !== old.promoted || left.length === 0 || triedInVain || isPast
}

// That there is no room is known already.
function isShort(cluster: ClusterByHand, name: string): boolean {
  const { id, status } = cluster.deployment()
  const own = blockers(cluster.state, id).blockers.filter(({ groups }) => groups.includes(name))
  return own.some(({ kind }) => kind === 'capacity') || (status !== 'paused' && short(cluster.state, name).length > 0)
}

// A pass after which a pause keeps the group from trying again leaves only its evaluation.
function hasTriedInVain({ state }: ClusterByHand, since: number, name: string): boolean {
  return short(state, name, 'complete').some(({ modifyIndex }) => modifyIndex > since)
}

function short({ tables }: State, name: string, ...also: readonly string[]): readonly Evaluation[] {
  return [...tables.evaluations].filter(
    ({ jobId, status, failedGroups }) =>
      jobId === 'web' &&
      ['blocked', ...also].includes(status) &&
      failedGroups?.some(({ group }) => group === name) === true,
  )
}

// One that its node drains makes place for another, which has nothing to do with the rollout.
function placedOf({ state }: ClusterByHand, { id }: Deployment, name: string, asked: ReadonlySet<string>): number {
  return [...state.tables.allocations.by('deployment', id)].filter(
    (row) => row.group === name && (row.desiredTransition.migrate !== true || asked.has(row.id)),
  ).length
}

function stopped(cleared: readonly Unblocker[]): ReadonlySet<string> {
  const commands = cleared.flatMap((unblock) => (unblock.kind === 'command' ? [unblock.command] : []))
  return new Set(commands.flatMap((command) => (command.type === 'StopAllocation' ? [command.allocationId] : [])))
}

function clear(cluster: ClusterByHand, unblock: Unblocker, second: number): number {
  switch (unblock.kind) {
    case 'command':
      cluster.ask(unblock.command)
      return second
    case 'health':
      if (unblock.allocationIds.length > 0) cluster.reportAll(unblock.allocationIds, { healthy: true })
      return second
    case 'room': {
      const room = unblock.count + othersShort(cluster)
      for (let n = 0; n < room; n++) cluster.join(100 + n)
      return second
    }
    case 'time': {
      const due = Math.max(second, cluster.second(unblock.at))
      cluster.at(due)
      return due
    }
  }
}

// How many of other jobs find no room: they may be faster.
function othersShort({ state }: ClusterByHand): number {
  const others = [...state.tables.jobs].filter(({ id }) => id !== 'web')
  return others.reduce((sum, { document }) => {
    const live = [...state.tables.allocations.by('liveOfJob', jobKey(document.Namespace, document.ID))]
    return sum + (document.TaskGroups?.[0]?.Count ?? 0) - live.length
  }, 0)
}

// Each blocker left out as a whole, and each allocation of one that names several.
function* lesser(list: readonly Blocker[]): Iterable<readonly Unblocker[]> {
  for (const [place, { unblock }] of list.entries()) {
    const others = (instead: readonly Unblocker[]): readonly Unblocker[] =>
      list.flatMap((each, n) => (n === place ? instead : [each.unblock]))
    if (unblock.kind !== 'health' || unblock.allocationIds.length === 1) yield others([])
    else
      for (const id of unblock.allocationIds)
        yield others([{ ...unblock, allocationIds: unblock.allocationIds.filter((each) => each !== id) }])
  }
}

// What its node drains moves as soon as it is healthy, whatever the rollout waits for.
function isDraining({ state }: ClusterByHand, { id }: Deployment, name: string): boolean {
  const rows = [...state.tables.allocations.by('deployment', id)].filter(
    ({ group, desiredStatus }) => group === name && desiredStatus === 'run',
  )
  return rows.some(({ nodeId }) => state.tables.nodes.get(nodeId)?.drain !== undefined)
}

// A group that promotes itself together with one that has no canary yet: it cannot move before that one has.
function waitsForOthers({ groups: all }: Deployment, list: readonly Blocker[], name: string): boolean {
  const together = all.filter(({ desiredCanaries, promoted }) => desiredCanaries > 0 && !promoted)
  const waiting = list.filter(({ kind }) => kind === 'canary-health')
  if (together.some(({ autoPromote }) => !autoPromote) || !waiting.some(({ groups }) => groups.includes(name)))
    return false
  return together.some((each) => !waiting.some(({ groups }) => groups.includes(each.name)))
}

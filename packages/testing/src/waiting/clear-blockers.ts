// Whether a rollout waits for what it is said to wait for: with all of it cleared a group moves, with any of it left out it stays where it
// is.

import type { Allocation, Deployment, Evaluation, State } from '@cutover/core'
import { type Blocker, blockers, type Unblocker } from '@cutover/core/explain'
import type { ClusterByHand } from '../cluster-by-hand.ts'
import { clearDrains, markedSince, rowsOf, undecidedOf } from './clear-drains.ts'
import { lesser, type Trial, tried } from './clearing.ts'
import type { Arrival } from './rollout-story.ts'

/** What was tried on one state. */
export interface Cleared {
  /** Groups that wait for something. */
  readonly groups: number
  /** Groups that wait for room, among other things. */
  readonly short: number
  /** Groups that a drain waits for. */
  readonly drained: number
  /** What was not so: the group, what it waits for, what was cleared of it. */
  readonly faults: readonly string[]
}

/** Clears what each group of the newest deployment waits for, as a whole and with each thing left out. */
export function clearBlockers(arrival: Arrival): Cleared {
  const { cluster } = arrival
  const deployment = cluster.deployment()
  const list = blockers(cluster.state, deployment.id).blockers.filter(({ kind }) => kind !== 'drain')
  const faults: string[] = []
  let [groups, short] = [0, 0]
  for (const { name } of deployment.groups) {
    const own = list.filter(({ groups: held }) => held.includes(name))
    if (own.length === 0 || waitsForOthers(deployment, list, name)) continue
    groups += 1
    if (own.some(({ kind }) => kind === 'capacity')) short += 1
    const told = (cleared: readonly Unblocker[], what: string): string =>
      `${name} ${what}: it waits for ${JSON.stringify(own)}, cleared was ${JSON.stringify(cleared)}`
    const all = own.map(({ unblock }) => unblock)
    if (!hasMoved(tried(arrival, name, all), true)) faults.push(told(all, 'stays'))
    const nothingHelps = own.some(({ kind }) => kind === 'stuck') ? [helpOf(arrival, name)] : []
    for (const less of [...lesser(own), ...nothingHelps])
      if (hasMoved(tried(arrival, name, less), false)) faults.push(told(less, 'moves'))
  }
  const drains = clearDrains(arrival)
  return { groups, short, drained: drains.groups, faults: [...faults, ...drains.faults] }
}

// Room, time, health and a fresh look: all that could bring what is said to be stuck.
function helpOf({ cluster, second }: Arrival, name: string): readonly Unblocker[] {
  return [
    { kind: 'room', count: 8 },
    { kind: 'time', at: cluster.instant(second + 60) },
    { kind: 'health', allocationIds: undecidedOf(cluster, name) },
    { kind: 'command', command: { type: 'EvaluateJob', namespace: 'default', jobId: 'web', forceReschedule: false } },
  ]
}

// Where all is cleared the group moves, if only because a drain was faster. Else nothing moves but what a drain moves, and what comes of
// that: it may take away the very allocation that the others wait for, or the last that was to be replaced.
function hasMoved(trial: Trial, isWhole: boolean): boolean {
  const moved = movedByDrain(trial)
  if (isWhole && moved.length > 0) return true
  if (moved.some((row) => isAwaited(trial, row))) return false
  if (moved.length > 0) return placedOf(trial, moved) > 0
  return hasProgressed(trial) || placedOf(trial, moved) > 0 || hasTriedInVain(trial)
}

function isAwaited({ origin }: Trial, { id, deploymentId }: Allocation): boolean {
  return deploymentId === origin.deployment().id && origin.state.tables.allocations.get(id)?.health?.healthy !== true
}

// It is promoted, it is done, or the time is past that it waited for.
function hasProgressed({ origin, cluster, name }: Trial): boolean {
  const before = origin.deployment()
  const after = cluster.state.tables.deployments.get(before.id)
  const [old, now] = [before, after].map((row) => row?.groups.find((each) => each.name === name))
  if (!old || !now || now.promoted !== old.promoted) return true
  const left = blockersOf(cluster, before.id, name)
  return left.length === 0 || (blockersOf(origin, before.id, name).some(isDelay) && !left.some(isDelay))
}

function isDelay({ kind }: Blocker): boolean {
  return kind === 'delay'
}

function blockersOf({ state }: ClusterByHand, deploymentId: string, name: string): readonly Blocker[] {
  return blockers(state, deploymentId).blockers.filter(({ kind, groups }) => kind !== 'drain' && groups.includes(name))
}

function movedByDrain({ origin, cluster, name, cleared }: Trial): readonly Allocation[] {
  const asked = stopped(cleared)
  return markedSince(origin, cluster, name).filter(({ id }) => !asked.has(id))
}

// The scheduler looked for room and found none, which nobody knows before. A pass after which a pause keeps the group from trying again
// leaves only its evaluation.
function hasTriedInVain({ origin, cluster, name }: Trial): boolean {
  const found = short(cluster.state, name, 'complete').some(({ modifyIndex }) => modifyIndex > origin.state.lastIndex)
  return found && !isShort(origin, name)
}

// That there is no room is known already.
function isShort(cluster: ClusterByHand, name: string): boolean {
  const { id, status } = cluster.deployment()
  const isTold = blockersOf(cluster, id, name).some(({ kind }) => kind === 'capacity')
  return isTold || (status !== 'paused' && short(cluster.state, name).length > 0)
}

function short({ tables }: State, name: string, ...also: readonly string[]): readonly Evaluation[] {
  return [...tables.evaluations].filter(
    ({ jobId, status, failedGroups }) =>
      jobId === 'web' &&
      ['blocked', ...also].includes(status) &&
      failedGroups?.some(({ group }) => group === name) === true,
  )
}

// Without what only stands in for what a drain has moved, which has nothing to do with the rollout. A canary that moved is not named by
// the one in its place.
function placedOf({ origin, cluster, name }: Trial, moved: readonly Allocation[]): number {
  const { id, groups } = origin.deployment()
  const canaries = new Set(groups.flatMap(({ placedCanaries = [] }) => placedCanaries))
  const gone = new Set(moved.map((row) => row.id))
  const placed = rowsOf(cluster, name).filter(
    ({ deploymentId, createIndex, previousAllocation }) =>
      deploymentId === id && createIndex > origin.state.lastIndex && !gone.has(previousAllocation),
  )
  return placed.length - moved.filter((row) => canaries.has(row.id)).length
}

function stopped(cleared: readonly Unblocker[]): ReadonlySet<string> {
  const commands = cleared.flatMap((unblock) => (unblock.kind === 'command' ? [unblock.command] : []))
  return new Set(commands.flatMap((command) => (command.type === 'StopAllocation' ? [command.allocationId] : [])))
}

// A group that promotes itself together with one that has no canary yet: it cannot move before that one has.
function waitsForOthers({ groups: all }: Deployment, list: readonly Blocker[], name: string): boolean {
  const together = all.filter(({ desiredCanaries, promoted }) => desiredCanaries > 0 && !promoted)
  const waiting = list.filter(({ kind }) => kind === 'canary-health')
  if (together.some(({ autoPromote }) => !autoPromote) || !waiting.some(({ groups }) => groups.includes(name)))
    return false
  return together.some((each) => !waiting.some(({ groups }) => groups.includes(each.name)))
}

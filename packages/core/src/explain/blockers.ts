// What a deployment waits for, as data, each with the smallest thing that would clear it. A group moves once everything that is
// listed for it is cleared, in the order of the list; leaving any of it out keeps it where it is. A `reaction` is under way by
// itself: look again after it. Rules: semantics/2 §2.13, §2.18,
// semantics/3 §1.3.3, §1.3.6.

import type { OperatorCommand } from '../command.ts'
import type { Allocation } from '../entities/allocation.ts'
import { type DeploymentGroup, isTerminal } from '../entities/deployment.ts'
import type { Evaluation } from '../entities/evaluation.ts'
import type { State } from '../state.ts'
import { type Micros, plus, zero } from '../time.ts'
import { deadlineDue } from '../watch/deadline.ts'
import { handOver } from '../watch/wake.ts'
import {
  blockedFor,
  canariesOf,
  documentGroup,
  hasOld,
  isCanarying,
  isHealthy,
  isOutdated,
  isReplacing,
  isSurplus,
  ownOf,
  promotesItself,
  type Rollout,
  rolloutOf,
  vacant,
} from './rollout-facts.ts'

/** What would clear a blocker. */
export type Unblocker =
  | { readonly kind: 'command'; readonly command: OperatorCommand }
  /** The nodes, or an operator, find these allocations healthy. */
  | { readonly kind: 'health'; readonly allocationIds: readonly string[] }
  /** Room for this many more allocations of the job. */
  | { readonly kind: 'room'; readonly count: number }
  /** Nothing but time. */
  | { readonly kind: 'time'; readonly at: Micros }

/** One thing that a deployment waits for. `groups`: whom it holds up. */
export interface Blocker {
  readonly kind:
    | 'pause'
    | 'health'
    | 'canary-health'
    | 'unhealthy'
    | 'promotion'
    | 'capacity'
    | 'delay'
    | 'reaction'
    | 'stuck'
  readonly groups: readonly string[]
  readonly unblock: Unblocker
}

/** What a deployment waits for, and what ends the wait in any case: the instant at which its deadline is judged. */
export interface Waiting {
  readonly blockers: readonly Blocker[]
  readonly deadline: Micros | undefined
}

const nothing: Waiting = { blockers: [], deadline: undefined }

/** What a deployment waits for; nothing when it is over or unknown. */
export function blockers(state: State, deploymentId: string): Waiting {
  const deployment = state.tables.deployments.get(deploymentId)
  if (!deployment || isTerminal(deployment)) return nothing
  const list = blockersOfGroups(rolloutOf(state, deployment))
  if (deployment.status !== 'paused') return { blockers: list, deadline: deadlineDue(state, deployment) }
  return { blockers: [...pauseBlocker(rolloutOf(state, deployment), list), ...list], deadline: undefined }
}

// A pause holds up only whom it keeps from starting something new, or from promoting itself.
function pauseBlocker(rollout: Rollout, list: readonly Blocker[]): readonly Blocker[] {
  const held = rollout.deployment.groups.filter((group) => {
    const kinds = list.filter(({ groups }) => groups.includes(group.name)).map(({ kind }) => kind)
    if (kinds.includes('reaction') || kinds.includes('delay') || kinds.includes('stuck')) return false
    // What failed and whose delay is over is replaced all the same, as soon as there is room.
    if (blockedFor(rollout, group.name) && isReplacing(rollout, group.name)) return false
    if (kinds.includes('capacity')) return true
    if (kinds.includes('unhealthy')) return isCanarying(group) || isSurplus(rollout, group)
    if (isCanarying(group)) return holdsCanaries(rollout, group, kinds)
    return ownOf(rollout, group).length < group.desiredTotal
  })
  if (held.length === 0) return []
  const command = { type: 'PauseDeployment', deploymentId: rollout.deployment.id, pause: false } as const
  return [{ kind: 'pause', groups: held.map(({ name }) => name), unblock: { kind: 'command', command } }]
}

// What places canaries waits for the end of a pause, and so does their promotion of themselves.
function holdsCanaries(rollout: Rollout, group: DeploymentGroup, kinds: readonly Blocker['kind'][]): boolean {
  if (kinds.includes('canary-health')) return promotesItself(rollout)
  return canariesOf(rollout, group).length < group.desiredCanaries
}

function blockersOfGroups(rollout: Rollout): readonly Blocker[] {
  const { groups } = rollout.deployment
  const due = reactionDue(rollout)
  const names = groups.map(({ name }) => name)
  if (due !== undefined) return [{ kind: 'reaction', groups: names, unblock: { kind: 'time', at: due } }]
  const unpromoted = groups.filter(isCanarying)
  const waits = groups.flatMap((group) =>
    isCanarying(group) ? canaryWaits(rollout, group) : groupWaits(rollout, group),
  )
  return [...together(rollout, unpromoted, waits), ...promotions(rollout, unpromoted, waits)]
}

// An evaluation that is about to run, or a batch of the watcher that is about to be flushed: what comes next is known already.
function reactionDue({ state, deployment, evaluations }: Rollout): Micros | undefined {
  const window = deployment.watch?.windowDue ?? zero
  if (window !== zero) return plus(window, handOver)
  const runs = evaluations.some(({ status, waitUntil }) => status === 'pending' && waitUntil <= state.at)
  return runs ? state.at : undefined
}

function canaryWaits(rollout: Rollout, group: DeploymentGroup): readonly Blocker[] {
  const canaries = canariesOf(rollout, group)
  const lacking = group.desiredCanaries - canaries.filter(isHealthy).length
  if (lacking <= 0) return []
  // What was never there, or is lost, is placed whatever the health of the others.
  const failed = rollout.failed.filter((row) => row.group === group.name).length
  if (canaries.length + failed < group.desiredCanaries && hasOld(rollout, group)) {
    const blocked = blockedFor(rollout, group.name)
    if (blocked) return [capacity(rollout, group.name, blocked)]
    if (rollout.deployment.status === 'paused') return []
  }
  const bad = unhealthyWait(group, canaries)
  if (bad) return [hasOld(rollout, group) ? bad : stuck(rollout, group.name)]
  const undecided = canaries.filter((row) => !isHealthy(row)).slice(0, lacking)
  const missing = lacking - undecided.length
  if (missing > 0) return missingCanaries(rollout, group, missing)
  const unblock = { kind: 'health', allocationIds: undecided.map(({ id }) => id) } as const
  return [{ kind: 'canary-health', groups: [group.name], unblock }]
}

// Those that failed come back after their delay, whether there is room for others or not.
function missingCanaries(rollout: Rollout, group: DeploymentGroup, missing: number): readonly Blocker[] {
  if (!hasOld(rollout, group)) return [stuck(rollout, group.name)]
  const delay = delayOf(rollout, group.name)
  const failed = rollout.failed.filter((row) => row.group === group.name).length
  return delay && missing <= failed ? [delay] : unplaced(rollout, group)
}

// Groups that promote themselves do so together, so each waits for the canaries of all; one that still waits for something before
// that moves by itself first.
function together(
  rollout: Rollout,
  unpromoted: readonly DeploymentGroup[],
  waits: readonly Blocker[],
): readonly Blocker[] {
  if (!promotesItself(rollout)) return waits
  const early = new Set(waits.flatMap(({ kind, groups }) => (kind === 'canary-health' ? [] : groups)))
  for (const group of unpromoted) if (canariesOf(rollout, group).length < group.desiredCanaries) early.add(group.name)
  const late = unpromoted.map(({ name }) => name).filter((name) => !early.has(name))
  return waits.map((wait) => (wait.kind === 'canary-health' ? { ...wait, groups: late } : wait))
}

// It goes on running, so nothing replaces it by itself.
function unhealthyWait({ name }: DeploymentGroup, rows: readonly Allocation[]): Blocker | undefined {
  const bad = rows.find(({ health }) => health?.healthy === false)
  if (!bad) return undefined
  const stop = { type: 'StopAllocation', allocationId: bad.id, noShutdownDelay: false, reschedule: false } as const
  return { kind: 'unhealthy', groups: [name], unblock: { kind: 'command', command: stop } }
}

// By hand, unless the last healthy canary will do it. One that was let pass (semantics/3 §0, facts 9 and 10) is made up for by hand.
function promotions(
  rollout: Rollout,
  unpromoted: readonly DeploymentGroup[],
  waits: readonly Blocker[],
): readonly Blocker[] {
  const awaited = waits.some(({ kind }) => kind === 'canary-health')
  if (promotesItself(rollout) && awaited) return []
  const deploymentId = rollout.deployment.id
  return unpromoted.flatMap((group): readonly Blocker[] => {
    const { name } = group
    if (waits.some(({ kind, groups }) => kind !== 'canary-health' && groups.includes(name))) return []
    if (canariesOf(rollout, group).length < group.desiredCanaries) return []
    const promote = { type: 'PromoteCanaries', deploymentId, all: false, groups: [name], promotedAt: zero } as const
    return [{ kind: 'promotion', groups: [name], unblock: { kind: 'command', command: promote } }]
  })
}

// Without canaries to wait for: how many have to turn healthy until one more may be replaced, or until the group is done.
function groupWaits(rollout: Rollout, group: DeploymentGroup): readonly Blocker[] {
  // What nothing stands in for is placed as soon as there is room, whatever the health of the others.
  const blocked = blockedFor(rollout, group.name)
  const isVacant = vacant(rollout, group) > 0
  if (blocked && isVacant) return [capacity(rollout, group.name, blocked)]
  const own = ownOf(rollout, group)
  const bad = unhealthyWait(group, own)
  if (bad) return [bad]
  // One that failed keeps the others from being replaced until it has been replaced itself.
  const delay = delayOf(rollout, group.name)
  if (delay) return [delay]
  if (isVacant && rollout.deployment.status === 'paused') return []
  const undecided = own.filter((row) => !isHealthy(row))
  const missing = group.desiredTotal - own.length
  if (missing > 0 && !isOutdated(rollout, group)) return [stuck(rollout, group.name)]
  const count = needed(rollout, group, own)
  if (count === 0 && missing > 0) return unplaced(rollout, group)
  const allocationIds = undecided.slice(0, count).map(({ id }) => id)
  if (allocationIds.length === 0) return []
  return [{ kind: 'health', groups: [group.name], unblock: { kind: 'health', allocationIds } }]
}

function needed(rollout: Rollout, group: DeploymentGroup, own: readonly Allocation[]): number {
  const undecided = own.filter((row) => !isHealthy(row)).length
  const parallel = documentGroup(rollout, group.name)?.Update?.MaxParallel
  // One that was healthy and is gone stays counted.
  if (own.length >= group.desiredTotal || parallel === undefined)
    return Math.max(0, Math.min(undecided, group.desiredTotal - group.healthy))
  return Math.max(0, undecided - parallel + 1)
}

// What is not there waits for room, or for its delay. Else nothing will bring it, as when more canaries are wanted than there are
// names for: then the rollout can only be ended.
function unplaced(rollout: Rollout, group: DeploymentGroup): readonly Blocker[] {
  const { name } = group
  const blocked = blockedFor(rollout, name)
  if (blocked) return [capacity(rollout, name, blocked)]
  const delay = delayOf(rollout, name)
  if (delay) return [delay]
  return rollout.deployment.status === 'paused' ? [] : [stuck(rollout, name)]
}

function stuck({ deployment }: Rollout, name: string): Blocker {
  const fail = { type: 'FailDeployment', deploymentId: deployment.id } as const
  return { kind: 'stuck', groups: [name], unblock: { kind: 'command', command: fail } }
}

// Room that comes may go to any group of the job, so all that waits for room counts.
function capacity(rollout: Rollout, name: string, { failedGroups }: Evaluation): Blocker {
  const short = new Set(failedGroups?.map(({ group }) => group))
  const wanting = rollout.deployment.groups.filter((each) => short.has(each.name))
  const count = wanting.reduce((sum, each) => sum + roomFor(rollout, each), 0)
  return { kind: 'capacity', groups: [name], unblock: { kind: 'room', count } }
}

// While a group has canaries only they are placed. Without anything missing, one has to move from a node that takes no more.
function roomFor(rollout: Rollout, group: DeploymentGroup): number {
  if (!isCanarying(group)) return Math.max(1, vacant(rollout, group))
  return hasOld(rollout, group) ? Math.max(0, group.desiredCanaries - canariesOf(rollout, group).length) : 0
}

function delayOf({ delayed }: Rollout, name: string): Blocker | undefined {
  const [first] = delayed.filter(({ group }) => group === name).sort((a, b) => a.at - b.at)
  return first && { kind: 'delay', groups: [name], unblock: { kind: 'time', at: first.at } }
}

// What a deployment waits for, as data, each with the smallest thing that would clear it. A group moves once everything that is
// listed for it is cleared, in the order of the list; leaving any of it out keeps it where it is. Two kinds stand apart: a `reaction` is
// under way by itself, look again after it; a `drain` is what one more of the group's allocations waits for before it leaves its node,
// whatever else the group waits for. Rules: semantics/2 §2.13, §2.18, semantics/3 §1.3.3, §1.3.6, §4.4.

import type { OperatorCommand } from '../command.ts'
import type { Allocation } from '../entities/allocation.ts'
import { type DeploymentGroup, isTerminal } from '../entities/deployment.ts'
import type { State } from '../state.ts'
import { type Micros, zero } from '../time.ts'
import { deadlineDue } from '../watch/deadline.ts'
import { drainWaits } from './drain-waits.ts'
import { reactionDue } from './reaction.ts'
import {
  canariesOf,
  documentGroup,
  dueFailures,
  failuresOf,
  hasOld,
  inGroup,
  isCanarying,
  isComplete,
  isHealthy,
  isSurplus,
  ownOf,
  promotesItself,
  type Rollout,
  rolloutOf,
  vacant,
} from './rollout-facts.ts'
import type { Blocker, Waiting } from './waiting.ts'

const nothing: Waiting = { blockers: [], deadline: undefined }

/** What a deployment waits for; nothing when it is over or unknown. */
export function blockers(state: State, deploymentId: string): Waiting {
  const deployment = state.tables.deployments.get(deploymentId)
  if (!deployment || isTerminal(deployment)) return nothing
  const rollout = rolloutOf(state, deployment)
  const due = reactionDue(rollout)
  const list = due === undefined ? settledBlockers(rollout) : [byTime('reaction', namesOf(deployment.groups), due)]
  return { blockers: list, deadline: isPaused(rollout) ? undefined : deadlineDue(state, deployment) }
}

function settledBlockers(rollout: Rollout): readonly Blocker[] {
  const list = blockersOfGroups(rollout)
  return [...(isPaused(rollout) ? pauseBlocker(rollout, list) : []), ...list, ...drainWaits(rollout)]
}

function isPaused({ deployment }: Rollout): boolean {
  return deployment.status === 'paused'
}

// A pause does not keep a rollout from its end. It holds up only whom it keeps from starting something new, or from promoting itself.
function pauseBlocker(rollout: Rollout, list: readonly Blocker[]): readonly Blocker[] {
  if (isComplete(rollout)) return []
  const held = rollout.deployment.groups.filter((group) => {
    const { name } = group
    const has = (kind: Blocker['kind']): boolean =>
      list.some((each) => each.kind === kind && each.groups.includes(name))
    if (has('delay') || has('stuck')) return false
    // What failed and whose delay is over, or is lost, is replaced all the same, as soon as there is room.
    const lost = isCanarying(group) ? 0 : inGroup(rollout.lost, name).length
    if (has('capacity')) return dueFailures(rollout, name) + lost === 0
    if (has('unhealthy')) return isCanarying(group) || isSurplus(rollout, group)
    if (!isCanarying(group)) return ownOf(rollout, group).length < group.desiredTotal
    // What places canaries waits for the end of a pause, and so does their promotion of themselves.
    return has('canary-health') ? promotesItself(rollout) : canariesOf(rollout, group).length < group.desiredCanaries
  })
  if (held.length === 0) return []
  const { id } = rollout.deployment
  return [byCommand('pause', namesOf(held), { type: 'PauseDeployment', deploymentId: id, pause: false })]
}

function blockersOfGroups(rollout: Rollout): readonly Blocker[] {
  const { id, groups } = rollout.deployment
  const waits = groups.flatMap((group) =>
    isCanarying(group) ? canaryWaits(rollout, group) : groupWaits(rollout, group),
  )
  // Whose canaries are all there, whatever their health.
  const ready = groups.filter(
    (group) =>
      isCanarying(group) &&
      canariesOf(rollout, group).length >= group.desiredCanaries &&
      !waits.some(({ kind, groups: held }) => kind !== 'canary-health' && held.includes(group.name)),
  )
  const names = namesOf(ready)
  // By hand, unless the last healthy canary will do it. One that was let pass (semantics/3 §0, facts 9 and 10) is made up for by hand.
  const promote = { type: 'PromoteCanaries', deploymentId: id, all: false, promotedAt: zero } as const
  const promotion = (name: string): Blocker => byCommand('promotion', [name], { ...promote, groups: [name] })
  const isAwaited = waits.some(({ kind }) => kind === 'canary-health')
  if (!isAwaited || !promotesItself(rollout)) return [...waits, ...names.map(promotion)]
  // Groups that promote themselves do so together, so each waits for the canaries of all; one that still waits for something before
  // that moves by itself first.
  return waits.map((wait) => (wait.kind === 'canary-health' ? { ...wait, groups: names } : wait))
}

function canaryWaits(rollout: Rollout, group: DeploymentGroup): readonly Blocker[] {
  const canaries = canariesOf(rollout, group)
  const lacking = group.desiredCanaries - canaries.filter(isHealthy).length
  if (lacking <= 0) return []
  const room = capacity(rollout, group.name)
  if (room.length > 0 && dueFailures(rollout, group.name) > 0) return room
  // What was never there, or is lost, is placed whatever the health of the others.
  const isShort = canaries.length + failuresOf(rollout, group.name) < group.desiredCanaries
  if (isShort && hasOld(rollout, group) && (room.length > 0 || isPaused(rollout))) return room
  const bad = unhealthyWait(group, canaries)
  if (bad) return [hasOld(rollout, group) ? bad : lastWait(rollout, group.name)]
  const undecided = canaries.filter((row) => !isHealthy(row)).slice(0, lacking)
  const missing = lacking - undecided.length
  if (missing > 0) return missingCanaries(rollout, group, missing)
  return [byHealth('canary-health', group.name, undecided)]
}

// Those that failed come back after their delay, whether there is room for others or not.
function missingCanaries(rollout: Rollout, group: DeploymentGroup, missing: number): readonly Blocker[] {
  if (!hasOld(rollout, group)) return [lastWait(rollout, group.name)]
  const delay = delayOf(rollout, group.name)
  const failed = failuresOf(rollout, group.name)
  return delay && missing <= failed ? [delay] : unplaced(rollout, group)
}

// It goes on running, so nothing replaces it by itself.
function unhealthyWait({ name }: DeploymentGroup, rows: readonly Allocation[]): Blocker | undefined {
  const bad = rows.find(({ health }) => health?.healthy === false)
  if (!bad) return undefined
  const stop = { type: 'StopAllocation', allocationId: bad.id, noShutdownDelay: false, reschedule: false } as const
  return byCommand('unhealthy', [name], stop)
}

// Without canaries to wait for: how many have to turn healthy until one more may be replaced, or until the group is done.
function groupWaits(rollout: Rollout, group: DeploymentGroup): readonly Blocker[] {
  // What nothing stands in for is placed as soon as there is room, whatever the health of the others.
  const room = capacity(rollout, group.name)
  const isVacant = vacant(rollout, group) > 0
  if (isVacant && room.length > 0) return room
  const own = ownOf(rollout, group)
  const bad = unhealthyWait(group, own)
  if (bad) return [bad]
  // One that failed keeps the others from being replaced until it has been replaced itself.
  const delay = delayOf(rollout, group.name)
  if (delay) return [delay]
  if (isVacant && isPaused(rollout)) return []
  const undecided = own.filter((row) => !isHealthy(row))
  const missing = group.desiredTotal - own.length
  const isDone = !isVacant && inGroup(rollout.outdated, group.name).length === 0
  if (missing > 0 && isDone) return [stuck(rollout, group.name)]
  const count = needed(rollout, group, { own: own.length, undecided: undecided.length })
  if (count === 0 && missing > 0) return unplaced(rollout, group)
  return count === 0 || undecided.length === 0 ? [] : [byHealth('health', group.name, undecided.slice(0, count))]
}

function needed(
  rollout: Rollout,
  group: DeploymentGroup,
  { own, undecided }: { readonly own: number; readonly undecided: number },
): number {
  const parallel = documentGroup(rollout, group.name)?.Update?.MaxParallel
  // One that was healthy and is gone stays counted.
  const lacking =
    own >= group.desiredTotal || parallel === undefined
      ? Math.min(undecided, group.desiredTotal - group.healthy)
      : undecided - parallel + 1
  return Math.max(0, lacking)
}

// What is not there waits for room. Else the last pass left it out, as when more canaries are wanted than it may place at once, and the
// next one brings it.
function unplaced(rollout: Rollout, group: DeploymentGroup): readonly Blocker[] {
  const { name } = group
  const room = capacity(rollout, name)
  if (room.length > 0 || isPaused(rollout)) return room
  const { namespace, jobId } = rollout.deployment
  return [byCommand('evaluation', [name], { type: 'EvaluateJob', namespace, jobId, forceReschedule: false })]
}

// Where nothing new is placed: only what failed still comes back.
function lastWait(rollout: Rollout, name: string): Blocker {
  return delayOf(rollout, name) ?? stuck(rollout, name)
}

function stuck({ deployment }: Rollout, name: string): Blocker {
  return byCommand('stuck', [name], { type: 'FailDeployment', deploymentId: deployment.id })
}

function byCommand(kind: Blocker['kind'], groups: readonly string[], command: OperatorCommand): Blocker {
  return { kind, groups, unblock: { kind: 'command', command } }
}

function byTime(kind: Blocker['kind'], groups: readonly string[], at: Micros): Blocker {
  return { kind, groups, unblock: { kind: 'time', at } }
}

function namesOf(groups: readonly DeploymentGroup[]): readonly string[] {
  return groups.map(({ name }) => name)
}

function byHealth(kind: Blocker['kind'], name: string, rows: readonly Allocation[]): Blocker {
  return { kind, groups: [name], unblock: { kind: 'health', allocationIds: rows.map(({ id }) => id) } }
}

// Where a group found no room. What comes may go to any group of the job: to what found none, and to what nobody has looked for yet.
function capacity(rollout: Rollout, name: string): readonly Blocker[] {
  const blocked = rollout.evaluations.find(({ failedGroups = [] }) => inGroup(failedGroups, name).length > 0)
  if (!blocked) return []
  const short = new Set(blocked.failedGroups?.map(({ group }) => group))
  const count = rollout.deployment.groups.reduce((sum, each) => {
    const room = roomFor(rollout, each)
    if (short.has(each.name)) return sum + Math.max(1, room)
    return sum + Math.max(0, room - failuresOf(rollout, each.name))
  }, 0)
  return [{ kind: 'capacity', groups: [name], unblock: { kind: 'room', count } }]
}

// While a group has canaries only they are placed. What is replaced takes room elsewhere when its node takes no more.
function roomFor(rollout: Rollout, group: DeploymentGroup): number {
  if (!isCanarying(group)) return vacant(rollout, group) + inGroup(rollout.displaced, group.name).length
  if (!hasOld(rollout, group)) return dueFailures(rollout, group.name)
  return group.desiredCanaries - canariesOf(rollout, group).length
}

function delayOf({ delayed }: Rollout, name: string): Blocker | undefined {
  const [first] = delayed.filter(({ group }) => group === name).sort((a, b) => a.at - b.at)
  return first && byTime('delay', [name], first.at)
}

// The progress deadline: when it is due, and which groups have not kept it. Rules: semantics/3 §1.3.5, §1.3.6, §5.2.

import { type Allocation, isTerminalAllocation } from '../entities/allocation.ts'
import { type Deployment, type DeploymentGroup, watchOf } from '../entities/deployment.ts'
import type { Quirks } from '../quirks.ts'
import type { State } from '../state.ts'
import { earliest, type Micros, zero } from '../time.ts'

/** The earliest `requireProgressBy` of the groups that are not done, later than `after`. */
function cutoff(deployment: Deployment, allocations: readonly Allocation[], after: Micros): Micros | undefined {
  return firstOf(deployment.groups.filter((group) => group.requireProgressBy > after && !isDone(group, allocations)))
}

function firstOf(groups: readonly DeploymentGroup[]): Micros | undefined {
  return earliest(groups.map(({ requireProgressBy }) => requireProgressBy))
}

/** The instant at which the deadline has to be judged, or undefined: a cut-off that was skipped does not come back. */
export function deadlineDue(state: State, deployment: Deployment): Micros | undefined {
  const allocations = [...state.tables.allocations.by('deployment', deployment.id)]
  // Where each group has a deadline of its own, one that was skipped does not hide those that come after it.
  const { deadlineSkipped } = watchOf(deployment)
  const passed = state.quirks.judgesEveryGroup ? zero : deadlineSkipped
  const due = cutoff(deployment, allocations, passed)
  return due === deadlineSkipped ? undefined : due
}

/**
 * A bound that needs the row alone and is never later than `deadlineDue`: the wake-up index is kept on it. Undefined when no
 * group has a deadline that could still fire.
 */
export function deadlineBound(deployment: Deployment): Micros | undefined {
  const { deadlineSkipped } = watchOf(deployment)
  return firstOf(deployment.groups.filter(({ requireProgressBy: by }) => by !== zero && by !== deadlineSkipped))
}

/** The groups whose counters do not satisfy a deadline that fires: Nomad judges every group, not only the one whose time is up. */
export function unsatisfiedGroups(
  deployment: Deployment,
  { judgesEveryGroup }: Quirks,
  at: Micros,
): readonly DeploymentGroup[] {
  return deployment.groups.filter((group) => {
    if (!judgesEveryGroup && (group.requireProgressBy === zero || group.requireProgressBy > at)) return false
    const canarying = group.desiredCanaries > 0 && !group.promoted
    return group.healthy < (canarying ? group.desiredCanaries : group.desiredTotal)
  })
}

// Counts live healthy allocations, where the judgement above counts reports: the two differ once a healthy one has died.
function isDone(group: DeploymentGroup, allocations: readonly Allocation[]): boolean {
  if (group.desiredCanaries !== 0 && !group.promoted) return false
  const live = allocations.filter(
    (allocation) =>
      allocation.group === group.name && !isTerminalAllocation(allocation) && allocation.health?.healthy === true,
  )
  return live.length >= group.desiredTotal
}

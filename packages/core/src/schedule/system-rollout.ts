// What an attempt makes of a system job's deployment: totals, canaries (a share of the nodes), completion.
// Rules: semantics/2 §5.4 steps 10 to 12.

import {
  type Deployment,
  type DeploymentGroup,
  deploymentText,
  hasAutoPromote,
  requiresPromotion,
} from '../entities/deployment.ts'
import { type GroupDocument, type UpdateDocument, updateOf } from '../job-document/document.ts'
import { unstageStop } from './staging.ts'
import type { Spot } from './system-pass.ts'
import { tallyOf } from './system-tally.ts'
import type { SystemWork } from './system-update.ts'

/** Settles the deployment that the attempt holds and puts it, in full, and its updates into the plan. */
export function settleRollout(work: SystemWork, canaries: ReadonlyMap<string, Spot>): void {
  const { deployment, pass, job, plan } = work
  if (!deployment) return
  const groups = new Map(deployment.groups.map((part) => [part.name, part]))
  let complete = true
  for (const group of job.document.TaskGroups) {
    const isComplete = settleGroup(work, { group, groups, canaries, status: deployment.status })
    complete = complete && isComplete
  }
  if (groups.size === 0) {
    if (pass.attempt.quirks.dropsUpdatesWithoutGroups) plan.deploymentUpdates = []
    return
  }
  conclude(work, { ...deployment, groups: [...groups.values()] }, complete)
  plan.deploymentUpdates = pass.updates
}

interface Settling {
  readonly group: GroupDocument
  /** The parts that remain; one that becomes nothing is taken out. */
  readonly groups: Map<string, DeploymentGroup>
  readonly canaries: ReadonlyMap<string, Spot>
  readonly status: Deployment['status']
}

// Whether the group has all it wants; one that takes no part is passed over.
function settleGroup(work: SystemWork, settling: Settling): boolean {
  const { group, groups, status } = settling
  const counters = tallyOf(work.tally, group.Name)
  const part = groups.get(group.Name)
  if (counters.candidates < 1) {
    if (status === 'successful') groups.delete(group.Name)
    return true
  }
  if (!part) return true
  const update = updateOf(group)
  const wantsCanaries = update !== undefined && update.Canary > 0 && !part.promoted && work.job.version !== 0
  const total = { ...part, desiredTotal: counters.candidates }
  const isCanarying = wantsCanaries && counters.destructive > 0
  groups.set(group.Name, isCanarying ? withCanaries(work, settling, { part: total, update }) : total)
  return !isCanarying && part.healthy >= counters.candidates
}

interface Canarying {
  readonly part: DeploymentGroup
  readonly update: UpdateDocument
}

// The canary count is a percentage of the nodes that run an outdated allocation or a canary, at most `MaxParallel`.
function withCanaries(work: SystemWork, settling: Settling, { part, update }: Canarying): DeploymentGroup {
  const { group, canaries } = settling
  const counters = tallyOf(work.tally, group.Name)
  const running = runningCanaries(work, group.Name)
  const share = Math.ceil((update.Canary * (counters.destructive + running.length)) / 100)
  const desiredCanaries = Math.min(share, update.MaxParallel)
  const planned = [...canaries].filter(([, spot]) => spot.group.Name === group.Name)
  const kept = keepCanaries(work, planned, desiredCanaries - running.length)
  const placedCanaries = [...running, ...kept]
  counters.desired.canary = placedCanaries.length
  return { ...part, desiredCanaries, placedCanaries }
}

function runningCanaries({ pass, deployment }: SystemWork, group: string): readonly string[] {
  return pass.buckets.ignore
    .filter((allocation) => allocation.group === group && allocation.deploymentId === deployment?.id)
    .filter((allocation) => allocation.health?.canary === true)
    .map(({ id }) => id)
}

// Replacements of failed canaries come first; what is over the budget leaves the plan together with the stop that
// made room.
function keepCanaries(
  work: SystemWork,
  planned: readonly (readonly [string, Spot])[],
  room: number,
): readonly string[] {
  let budget = room - planned.filter(([, spot]) => !spot.isUpdate).length
  const kept: string[] = []
  for (const [id, spot] of planned) {
    if (!work.pass.nodes.notReady.has(spot.nodeId) && (!spot.isUpdate || budget > 0)) {
      if (spot.isUpdate) budget -= 1
      kept.push(id)
    } else withdraw(work, id, spot)
  }
  return kept
}

function withdraw({ plan, pass, tally }: SystemWork, id: string, { previous, group }: Spot): void {
  tallyOf(tally, group.Name).queued -= 1
  const update = plan.updates.findIndex((allocation) => allocation.id === id)
  if (update >= 0) plan.updates.splice(update, 1)
  const stop = plan.stops.findIndex(({ allocation }) => allocation.id === previous?.id)
  if (stop < 0 || !previous) return
  plan.stops.splice(stop, 1)
  unstageStop(pass.attempt.staging, previous)
}

function conclude({ pass, plan }: SystemWork, settled: Deployment, complete: boolean): void {
  plan.deployment = settled
  if (requiresPromotion(settled)) {
    const description = hasAutoPromote(settled) ? deploymentText.autoPromotion : deploymentText.needsPromotion
    plan.deployment = { ...settled, statusDescription: description }
  } else if (complete && (pass.job || pass.attempt.quirks.cancelsOncePerNode)) {
    const { id } = settled
    pass.updates.push({ deploymentId: id, status: 'successful', description: deploymentText.successful })
  }
}

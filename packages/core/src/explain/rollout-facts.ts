// What a rollout's blockers are told from: the rows that concern it, and how far each of its groups is.

import { type Allocation, isTerminalAllocation } from '../entities/allocation.ts'
import type { Deployment, DeploymentGroup } from '../entities/deployment.ts'
import type { Evaluation } from '../entities/evaluation.ts'
import { jobKey } from '../entities/job.ts'
import { groupOf } from '../job-document/document.ts'
import type { State } from '../state.ts'
import type { Micros } from '../time.ts'

/** A deployment with what concerns it. */
export interface Rollout {
  readonly state: State
  readonly deployment: Deployment
  /** Those of the deployment that are not terminal, in id order. */
  readonly live: readonly Allocation[]
  /** Those of the job, of whichever version, that are wanted and not terminal. */
  readonly wanted: readonly Allocation[]
  /** Those that failed and were not replaced. */
  readonly failed: readonly Allocation[]
  /** When those that failed are replaced. */
  readonly delayed: readonly { readonly id: string; readonly group: string; readonly at: Micros }[]
  readonly evaluations: readonly Evaluation[]
}

/** Reads it all once. */
export function rolloutOf(state: State, deployment: Deployment): Rollout {
  const allocations = [...state.tables.allocations.by('deployment', deployment.id)]
  const key = jobKey(deployment.namespace, deployment.jobId)
  const evaluations = [...state.tables.evaluations.by('openOfJob', key)]
  // What was on a node that is down counts as lost, even before somebody has noted it.
  const isThere = ({ desiredStatus, nodeId }: Allocation): boolean =>
    desiredStatus === 'run' && state.tables.nodes.get(nodeId)?.status !== 'down'
  const wanted = [...state.tables.allocations.by('liveOfJob', key)].filter(isThere)
  const live = allocations.filter((row) => !isTerminalAllocation(row))
  const failed = allocations.filter(
    ({ clientStatus, desiredStatus, nextAllocation }) =>
      clientStatus === 'failed' && desiredStatus === 'run' && nextAllocation === '',
  )
  // A follow-up whose plan was refused is there without being known to the allocation.
  const known = new Set(allocations.map(({ followupEvaluationId }) => followupEvaluationId))
  const waiting = evaluations.find(
    ({ id, triggeredBy, status }) => triggeredBy === 'alloc-reschedule' && status === 'pending' && !known.has(id),
  )
  const delayed = allocations.flatMap((row) => {
    const followup = row.desiredStatus === 'run' ? state.tables.evaluations.get(row.followupEvaluationId) : undefined
    const due = followup?.status === 'pending' ? followup : failed.includes(row) ? waiting : undefined
    return due ? [{ id: row.id, group: row.group, at: due.waitUntil }] : []
  })
  return { state, deployment, live, wanted, failed, delayed, evaluations }
}

/** While there are more than the group wants, old ones and canaries taken together, one that is stopped is not replaced. */
export function isSurplus({ state, deployment }: Rollout, { name }: DeploymentGroup): boolean {
  const key = jobKey(deployment.namespace, deployment.jobId)
  const live = [...state.tables.allocations.by('liveOfJob', key)].filter((row) => row.group === name)
  const document = state.tables.jobs.get(key)?.document
  return document !== undefined && live.length > (groupOf(document, name)?.Count ?? 0)
}

/** Its live canaries. */
export function canariesOf({ live }: Rollout, { placedCanaries }: DeploymentGroup): readonly Allocation[] {
  const placed = new Set(placedCanaries ?? [])
  return live.filter(({ id }) => placed.has(id))
}

/** The live allocations of the deployment in a group. */
export function ownOf({ live }: Rollout, { name }: DeploymentGroup): readonly Allocation[] {
  return live.filter((row) => row.group === name)
}

/** Canaries are wanted, and not promoted yet. */
export function isCanarying(group: DeploymentGroup): boolean {
  return group.desiredCanaries > 0 && !group.promoted
}

/** Somebody found it healthy. */
export function isHealthy({ health }: Allocation): boolean {
  return health?.healthy === true
}

/**
 * Whether it promotes itself once its canaries are healthy. One healthy canary too many keeps it from that, and one that is gone since it was
 * found healthy counts (semantics/3 §0, fact 10).
 */
export function promotesItself(rollout: Rollout): boolean {
  const isExact = rollout.state.quirks.promotesOnExactCount
  return rollout.deployment.groups.every(
    (group) => group.desiredCanaries === 0 || (group.autoPromote && !(isExact && hasLostHealthy(rollout, group))),
  )
}

function hasLostHealthy({ state, live }: Rollout, { placedCanaries }: DeploymentGroup): boolean {
  const gone = (placedCanaries ?? []).filter((id) => !live.some((row) => row.id === id))
  return gone.some((id) => state.tables.allocations.get(id)?.health?.healthy === true)
}

/** Whether something of a group that failed is replaced by the next pass, without a delay to wait for. */
export function isReplacing({ failed, delayed }: Rollout, name: string): boolean {
  return failed.some(({ id, group }) => group === name && !delayed.some((each) => each.id === id))
}

/** The evaluation that waits for room for a group. */
export function blockedFor({ evaluations }: Rollout, name: string): Evaluation | undefined {
  return evaluations.find(({ failedGroups }) => failedGroups?.some(({ group }) => group === name))
}

/** How many of a group have nobody in their place, of whichever version. */
export function vacant(rollout: Rollout, group: DeploymentGroup): number {
  return Math.max(0, (documentGroup(rollout, group.name)?.Count ?? 0) - wantedOf(rollout, group).length)
}

/**
 * Canaries are placed beside what they are to replace; where nothing of that is left, or all of it is too many, nothing is placed
 * (semantics/2 §2.12d).
 */
export function hasOld(rollout: Rollout, group: DeploymentGroup): boolean {
  const { id, jobVersion } = rollout.deployment
  const others = wantedOf(rollout, group).filter(({ deploymentId }) => deploymentId !== id)
  const outdated = others.filter(({ job }) => job?.version !== jobVersion).length
  return outdated > Math.max(0, others.length - (documentGroup(rollout, group.name)?.Count ?? 0))
}

/** Whether there is anything left to replace, or to place. */
export function isOutdated(rollout: Rollout, group: DeploymentGroup): boolean {
  const { jobVersion } = rollout.deployment
  return vacant(rollout, group) > 0 || wantedOf(rollout, group).some(({ job }) => job?.version !== jobVersion)
}

function wantedOf({ wanted }: Rollout, { name }: DeploymentGroup): readonly Allocation[] {
  return wanted.filter(({ group }) => group === name)
}

/** The group in the job as it is. */
export function documentGroup({ state, deployment }: Rollout, name: string): ReturnType<typeof groupOf> {
  const document = state.tables.jobs.get(jobKey(deployment.namespace, deployment.jobId))?.document
  return document && groupOf(document, name)
}

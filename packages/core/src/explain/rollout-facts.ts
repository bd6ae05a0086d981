// What a rollout's blockers are told from: the rows that concern it, and how far each of its groups is.

import type { Allocation } from '../entities/allocation.ts'
import type { Deployment, DeploymentGroup } from '../entities/deployment.ts'
import type { Evaluation } from '../entities/evaluation.ts'
import { type Job, jobKey } from '../entities/job.ts'
import type { Node } from '../entities/node.ts'
import { groupOf } from '../job-document/document.ts'
import type { State } from '../state.ts'
import type { Micros } from '../time.ts'

/** A deployment with what concerns it. */
export interface Rollout {
  readonly state: State
  readonly deployment: Deployment
  /** The job as it is. */
  readonly job: Job | undefined
  /** Those of the job, of whichever version, that are not terminal, and there, in id order. */
  readonly wanted: readonly Allocation[]
  /** Those that are on nodes which are down, and not noted as lost. */
  readonly lost: readonly Allocation[]
  /** Those of the deployment that are there. */
  readonly live: readonly Allocation[]
  /** Those of these that are of another version. */
  readonly outdated: readonly Allocation[]
  /** Those of these whose nodes take no more. */
  readonly displaced: readonly Allocation[]
  /** Those that failed and were not replaced. */
  readonly failed: readonly Allocation[]
  /** When those that failed are replaced. */
  readonly delayed: readonly (Allocation & { readonly at: Micros })[]
  readonly evaluations: readonly Evaluation[]
}

/** Reads it all once. */
export function rolloutOf(state: State, deployment: Deployment): Rollout {
  const allocations = [...state.tables.allocations.by('deployment', deployment.id)]
  const key = jobKey(deployment.namespace, deployment.jobId)
  const evaluations = [...state.tables.evaluations.by('openOfJob', key)]
  // What was on a node that is down counts as lost, even before somebody has noted it.
  const nodeOf = ({ nodeId }: Allocation): Node | undefined => state.tables.nodes.get(nodeId)
  const all = [...state.tables.allocations.by('liveOfJob', key)]
  const lost = all.filter((row) => nodeOf(row)?.status === 'down')
  const wanted = all.filter((row) => !lost.includes(row))
  const outdated = wanted.filter((row) => row.job?.version !== deployment.jobVersion)
  const displaced = outdated.filter((row) => nodeOf(row)?.schedulingEligibility !== 'eligible')
  const live = wanted.filter(({ deploymentId }) => deploymentId === deployment.id)
  const failed = allocations.filter(isUnreplaced)
  // A follow-up whose plan was refused is there without being known to the allocation.
  const known = allocations.map(({ followupEvaluationId }) => followupEvaluationId)
  const waiting = evaluations.find(
    ({ id, triggeredBy, status }) => triggeredBy === 'alloc-reschedule' && status === 'pending' && !known.includes(id),
  )
  const delayed = allocations.flatMap((row) => {
    const followup = row.desiredStatus === 'run' ? state.tables.evaluations.get(row.followupEvaluationId) : undefined
    const due = followup?.status === 'pending' ? followup : failed.includes(row) ? waiting : undefined
    return due ? [{ ...row, at: due.waitUntil }] : []
  })
  const job = state.tables.jobs.get(key)
  return { state, deployment, job, live, lost, wanted, outdated, displaced, failed, delayed, evaluations }
}

function isUnreplaced({ clientStatus, desiredStatus, nextAllocation }: Allocation): boolean {
  return clientStatus === 'failed' && desiredStatus === 'run' && nextAllocation === ''
}

/** While there are more than the group wants, old ones and canaries taken together, one that is stopped is not replaced. */
export function isSurplus(rollout: Rollout, group: DeploymentGroup): boolean {
  return inGroup(rollout.wanted, group.name).length > countOf(rollout, group.name)
}

/** Those of a group. */
export function inGroup<Row extends { readonly group: string }>(rows: readonly Row[], name: string): readonly Row[] {
  return rows.filter(({ group }) => group === name)
}

/** Its live canaries. */
export function canariesOf({ live }: Rollout, { placedCanaries = [] }: DeploymentGroup): readonly Allocation[] {
  return live.filter(({ id }) => placedCanaries.includes(id))
}

/** The live allocations of the deployment in a group. */
export function ownOf({ live }: Rollout, { name }: DeploymentGroup): readonly Allocation[] {
  return inGroup(live, name)
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

function hasLostHealthy({ state, live }: Rollout, { placedCanaries = [] }: DeploymentGroup): boolean {
  const gone = placedCanaries.filter((id) => !live.some((row) => row.id === id))
  return gone.some((id) => state.tables.allocations.get(id)?.health?.healthy === true)
}

/** How many of a group failed and were not replaced. */
export function failuresOf({ failed }: Rollout, name: string): number {
  return inGroup(failed, name).length
}

/** How many of a group that failed are replaced by the next pass, without a delay to wait for. */
export function dueFailures({ failed, delayed }: Rollout, name: string): number {
  return inGroup(failed, name).filter(({ id }) => !delayed.some((each) => each.id === id)).length
}

/** How many of a group have nobody in their place, of whichever version. */
export function vacant(rollout: Rollout, group: DeploymentGroup): number {
  return Math.max(0, countOf(rollout, group.name) - inGroup(rollout.wanted, group.name).length)
}

/**
 * Canaries are placed beside what they are to replace; where nothing of that is left once what is too many is stopped, nothing is placed
 * (semantics/2 §2.12a, §2.12d).
 */
export function hasOld(rollout: Rollout, group: DeploymentGroup): boolean {
  const { id } = rollout.deployment
  const others = inGroup(rollout.wanted, group.name).filter(({ deploymentId }) => deploymentId !== id)
  const excess = Math.max(0, others.length - countOf(rollout, group.name))
  const staying = others.sort(byRemoval).slice(excess)
  return staying.some((row) => rollout.outdated.includes(row))
}

// The highest name goes first, then the oldest; what is equal stays in the order of ids.
function byRemoval(a: Allocation, b: Allocation): number {
  return indexOfName(b) - indexOfName(a) || a.createIndex - b.createIndex
}

function indexOfName({ name }: Allocation): number {
  return Number(name.slice(name.lastIndexOf('[') + 1, -1))
}

/** Whether the next pass that places nothing ends the rollout: enough is healthy, though some of it may be gone. */
export function isComplete({ deployment, outdated, failed, delayed }: Rollout): boolean {
  if (outdated.length + failed.length + delayed.length > 0) return false
  return deployment.groups.every((group) => {
    return group.healthy >= Math.max(group.desiredTotal, group.desiredCanaries) && !isCanarying(group)
  })
}

/** The group in the job as it is. */
export function documentGroup({ job }: Rollout, name: string): ReturnType<typeof groupOf> {
  return job && groupOf(job.document, name)
}

function countOf(rollout: Rollout, name: string): number {
  return documentGroup(rollout, name)?.Count ?? 0
}

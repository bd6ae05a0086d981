// What is written about deployments themselves (semantics/1 §3.6 to §3.8).

import type { Allocation, Change, Deployment, DeploymentGroup } from '@cutover/core'
import { count, sum, writeDeployment } from './counting.ts'
import { upsertEvaluation } from './evaluations.ts'
import { writeJob } from './jobs.ts'
import { type Answer, bump, hasEnded, isOver, type Work } from './tables.ts'

/** A new status. */
export interface StatusWrite {
  readonly deploymentId: string
  readonly status: Deployment['status']
  readonly description: string
  readonly updatedAt: Deployment['modifyTime']
}

function active(work: Work, id: string): Deployment | string {
  const deployment = work.rows.deployments.get(id)
  if (!deployment) return `Deployment ID "${id}" couldn't be updated as it does not exist`
  return hasEnded(deployment) ? `Deployment "${id}" has terminal status "${deployment.status}":` : deployment
}

/** Sets a status. */
export function writeStatus(work: Work, { deploymentId, status, description, updatedAt }: StatusWrite): Answer {
  const deployment = active(work, deploymentId)
  if (typeof deployment === 'string') return deployment
  const restarts = status === 'running' || status === 'paused'
  const groups = deployment.groups.map((group) =>
    restarts && group.progressDeadline !== 0
      ? { ...group, requireProgressBy: sum(updatedAt, group.progressDeadline) }
      : group,
  )
  return writeDeployment(work, {
    ...deployment,
    status,
    statusDescription: description,
    modifyTime: updatedAt,
    groups,
  })
}

/** Sets a status, with what an author sends along. */
export function updateStatus(work: Work, change: Change<'UpdateDeploymentStatus'>): Answer {
  return writeStatus(work, change) ?? alongside(work, change)
}

function alongside(
  work: Work,
  { job, evaluation }: Pick<Change<'UpdateDeploymentStatus'>, 'job' | 'evaluation'>,
): Answer {
  const refused = job && writeJob(work, { job })
  if (refused !== undefined) return refused
  if (evaluation) upsertEvaluation(work, evaluation)
  return undefined
}

/** Promotes groups. */
export function promote(work: Work, change: Change<'PromoteDeployment'>): Answer {
  const deployment = active(work, change.deploymentId)
  if (typeof deployment === 'string') return deployment
  const isChosen = (group: string): boolean => change.all || change.groups.includes(group)
  const canaries = countedCanaries(work, deployment, isChosen)
  const short = deployment.groups.flatMap(({ name, desiredCanaries }) => {
    const healthy = canaries.filter(({ group }) => group === name).length
    const isShort = isChosen(name) && desiredCanaries > 0 && healthy < desiredCanaries
    return isShort ? [`Task group "${name}" has ${healthy}/${desiredCanaries} healthy allocations`] : []
  })
  if (short.length > 0) return multiError(short)
  const groups = deployment.groups.map((group) => (isChosen(group.name) ? promotedGroup(work, group) : group))
  const isDone = deployment.status === 'running' && !groups.some((row) => row.desiredCanaries > 0 && !row.promoted)
  const statusDescription = isDone ? 'Deployment is running' : deployment.statusDescription
  const refused = writeDeployment(work, { ...deployment, groups, statusDescription, modifyTime: change.promotedAt })
  if (refused !== undefined) return refused
  if (change.evaluation) upsertEvaluation(work, change.evaluation)
  for (const row of canaries) demote(work, row)
  bump(work, 'allocs')
  return undefined
}

function countedCanaries(
  work: Work,
  { id, groups }: Deployment,
  isChosen: (group: string) => boolean,
): readonly Allocation[] {
  const listed = new Set(groups.flatMap(({ placedCanaries }) => placedCanaries ?? []))
  return [...work.rows.allocations.values()].filter(
    (row) =>
      row.deploymentId === id &&
      listed.has(row.id) &&
      isChosen(row.group) &&
      !isOver(row) &&
      row.health?.healthy === true,
  )
}

function promotedGroup({ at }: Work, group: DeploymentGroup): DeploymentGroup {
  const { progressDeadline, requireProgressBy } = group
  const restarted = progressDeadline > 0 && requireProgressBy !== 0 ? sum(at, progressDeadline) : requireProgressBy
  return { ...group, promoted: true, requireProgressBy: restarted }
}

function demote(work: Work, row: Allocation): void {
  const { index } = work
  const health = row.health && { ...row.health, canary: false, modifyIndex: index }
  work.rows.allocations.set(row.id, { ...row, health, modifyIndex: index, allocationModifyIndex: index })
}

/** Several errors as one text; their order is not a promise. */
export function multiError(lines: readonly string[]): string {
  const head = lines.length === 1 ? '1 error occurred:' : `${lines.length} errors occurred:`
  return `${head}\n${lines.map((line) => `\t* ${line}\n`).join('')}\n`
}

/** Says of allocations that they are healthy or not. */
export function setHealth(work: Work, change: Change<'SetAllocationHealth'>): Answer {
  const { deploymentId, healthy, unhealthy, failure } = change
  const deployment = active(work, deploymentId)
  if (typeof deployment === 'string') return deployment
  for (const id of [...healthy, ...unhealthy]) {
    const row = work.rows.allocations.get(id)
    if (!row) return `unknown alloc "${id}"`
    if (row.deploymentId !== deploymentId) return `alloc "${id}" is not part of deployment "${deploymentId}"`
  }
  for (const [ids, value] of [[healthy, true] as const, [unhealthy, false] as const]) {
    for (const id of ids) {
      const refused = mark(work, id, value, change.timestamp)
      if (refused !== undefined) return refused
    }
  }
  if (healthy.length + unhealthy.length > 0) bump(work, 'allocs')
  const refused = failure && writeStatus(work, { deploymentId, ...failure })
  return refused ?? alongside(work, change)
}

function mark(work: Work, id: string, healthy: boolean, timestamp: Allocation['modifyTime']): Answer {
  const row = work.rows.allocations.get(id)
  if (!row) return undefined
  const health = { canary: false, ...row.health, healthy, timestamp, modifyIndex: work.index }
  const counted = count(work, { ...row, health, modifyTime: timestamp, modifyIndex: work.index }, row)
  if ('refused' in counted) return counted.refused
  work.rows.allocations.set(id, counted)
  return undefined
}

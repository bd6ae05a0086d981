// The counters of deployments: they count what is written, not what is (semantics/1 §4.2).

import { type Allocation, type Deployment, type DeploymentGroup, micros } from '@cutover/core'
import { markStable } from './jobs.ts'
import { type Answer, bump, type Work } from './tables.ts'

/** Counts an allocation that is about to be stored (§4.2); answers it, perhaps with a newer index of its health. */
export function count(
  work: Work,
  next: Allocation,
  old: Allocation | undefined,
): Allocation | { readonly refused: string } {
  const deployment = work.rows.deployments.get(next.deploymentId)
  const group = deployment?.groups.find(({ name }) => name === next.group)
  if (next.deploymentId === '' || !deployment || !group) return next
  const delta = deltaOf(next, old)
  if (delta.placed === 0 && delta.healthy === 0 && delta.unhealthy === 0) return next
  let counted = next
  if (delta.healthy + delta.unhealthy !== 0 && next.health)
    counted = { ...next, health: { ...next.health, modifyIndex: work.index } }
  const groups = deployment.groups.map((row) => (row === group ? countedGroup(row, counted, delta) : row))
  const refused = writeDeployment(work, { ...deployment, groups, modifyTime: next.modifyTime })
  return refused === undefined ? counted : { refused }
}

interface Delta {
  readonly placed: number
  readonly healthy: number
  readonly unhealthy: number
}

function deltaOf(next: Allocation, old: Allocation | undefined): Delta {
  const [is, was] = [next.health?.healthy, old?.health?.healthy]
  if (!old || old.deploymentId !== next.deploymentId) return { placed: 1, healthy: 0, unhealthy: 0 }
  if (was === undefined && is !== undefined) return { placed: 0, healthy: is ? 1 : 0, unhealthy: is ? 0 : 1 }
  if (was === true && is === false) return { placed: 0, healthy: -1, unhealthy: 1 }
  return { placed: 0, healthy: 0, unhealthy: 0 }
}

function countedGroup(group: DeploymentGroup, next: Allocation, delta: Delta): DeploymentGroup {
  const listed = group.placedCanaries ?? []
  const isNewCanary = next.health?.canary === true && !listed.includes(next.id)
  return {
    ...group,
    placed: group.placed + delta.placed,
    healthy: group.healthy + delta.healthy,
    unhealthy: group.unhealthy + delta.unhealthy,
    placedCanaries: isNewCanary ? [...listed, next.id] : group.placedCanaries,
    requireProgressBy: deadlineOf(group, next, delta),
  }
}

function deadlineOf(group: DeploymentGroup, next: Allocation, delta: Delta): DeploymentGroup['requireProgressBy'] {
  const { progressDeadline, requireProgressBy } = group
  if (progressDeadline === 0) return requireProgressBy
  if (delta.placed > 0 && requireProgressBy === 0) return sum(next.modifyTime, progressDeadline)
  if (delta.healthy === 0 || !next.health) return requireProgressBy
  const pushed = sum(next.health.timestamp, progressDeadline)
  return pushed > requireProgressBy ? pushed : requireProgressBy
}

/** One instant and a span after it. */
export function sum(
  instant: DeploymentGroup['requireProgressBy'],
  span: DeploymentGroup['progressDeadline'],
): typeof instant {
  return micros(instant + span)
}

/** Writes a deployment: what is promoted stays so, and a success marks its version stable. */
export function writeDeployment(work: Work, wanted: Deployment): Answer {
  const stored = work.rows.deployments.get(wanted.id)
  const isUndone = stored?.groups.some(
    ({ name, promoted }) => promoted && wanted.groups.some((group) => group.name === name && !group.promoted),
  )
  if (isUndone) return 'deployment promotion cannot be undone'
  const createIndex = stored?.createIndex ?? work.index
  work.rows.deployments.set(wanted.id, { ...wanted, createIndex, modifyIndex: work.index })
  bump(work, 'deployment')
  if (wanted.status !== 'successful') return undefined
  return markStable(work, {
    namespace: wanted.namespace,
    jobId: wanted.jobId,
    version: wanted.jobVersion,
    stable: true,
  })
}

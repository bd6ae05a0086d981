// Which deployment governs a system job, and when a node starts a new one. Rules: semantics/2 §5.2, §5.3 "deployment
// creation".

import type { Allocation } from '../entities/allocation.ts'
import { type Deployment, type DeploymentGroup, deploymentText, isActive } from '../entities/deployment.ts'
import type { Job } from '../entities/job.ts'
import { type GroupDocument, updateOf } from '../job-document/document.ts'
import { isSameIncarnation } from '../reconcile/found.ts'
import { fromNanos, zero } from '../time.ts'
import type { SystemPass } from './system-pass.ts'
import { versionMatches } from './version-constraint.ts'

/** Splits the loaded deployment into the one that governs and the one that no longer does. Repeated at every node. */
export function keepHouse(pass: SystemPass): void {
  const { loaded, job } = pass
  if (loaded && !job) retireStopped(pass, loaded)
  if (!loaded || !job || pass.current || pass.old) return
  const isOther = loaded.jobCreateIndex !== job.createIndex || loaded.jobVersion !== job.version
  if (isOther && isActive(loaded)) cancel(pass, loaded, deploymentText.newerJob)
  const isOver = isOther && !pass.attempt.quirks.keepsEndedSystemDeployment
  if (loaded.status === 'successful' || (isOther && isActive(loaded)) || isOver) pass.old = loaded
  else pass.current = loaded
}

/** A stopped job that runs nowhere visits no node; without the oddity its deployment ends all the same. */
export function retireUnvisited(pass: SystemPass): void {
  const { loaded, job, attempt } = pass
  if (loaded && !job && !pass.old && !attempt.quirks.cancelsOncePerNode) retireStopped(pass, loaded)
}

function retireStopped(pass: SystemPass, loaded: Deployment): void {
  const isFirst = pass.old === undefined
  pass.old = loaded
  if (isActive(loaded) && (isFirst || pass.attempt.quirks.cancelsOncePerNode)) {
    cancel(pass, loaded, deploymentText.stoppedJob)
  }
}

function cancel(pass: SystemPass, { id }: Deployment, description: string): void {
  pass.updates.push({ deploymentId: id, status: 'cancelled', description })
}

/** What a node tells about one required group. */
export interface NodeFindings {
  /** The live and ended allocations on this node. */
  readonly allocations: readonly Allocation[]
  /** Some live allocation on this node is outdated. */
  readonly hasUpdate: boolean
}

/** Starts a deployment, or adds the group to the one that governs, if this node's findings call for it. */
export function joinDeployment(pass: SystemPass, group: GroupDocument, findings: NodeFindings): void {
  const { job, current, old } = pass
  const update = updateOf(group)
  if (!job || !update || isHeld(current) || current?.groups.some(({ name }) => name === group.Name)) return
  if (old && old.jobVersion === job.version) return
  const isSettled = findings.allocations.some((allocation) => isSameIncarnation(allocation, job))
  if (isSettled && !findings.hasUpdate) return
  const governing = current ?? startDeployment(pass, job)
  pass.current = { ...governing, groups: [...governing.groups, freshPart(group)] }
}

/** A job that had no deployment gets none once its version already runs, or while old nodes could not take part. */
export function dropNeedless(pass: SystemPass): void {
  const { loaded, current, nodes, sawCurrentVersion } = pass
  if (loaded || !current) return
  if (!sawCurrentVersion && nodes.eligible.every(({ document }) => knowsDeployments(document))) return
  pass.updates = pass.updates.filter(({ deploymentId }) => deploymentId !== current.id)
  pass.current = undefined
}

function isHeld(current: Deployment | undefined): boolean {
  return current !== undefined && heldStatuses.has(current.status)
}

const heldStatuses: ReadonlySet<string> = new Set(['paused', 'pending', 'initializing', 'failed'])

function knowsDeployments(document: SystemPass['nodes']['eligible'][number]['document']): boolean {
  const attributes = document['Attributes']
  if (typeof attributes !== 'object' || attributes === null || !('nomad.version' in attributes)) return true
  const version = String(attributes['nomad.version']).replace(/-.*$/u, '')
  return versionMatches(version, '>= 1.11.0')
}

function startDeployment(pass: SystemPass, job: Job): Deployment {
  const { at, newId } = pass.attempt
  const deployment: Deployment = {
    id: newId(),
    namespace: job.namespace,
    jobId: job.id,
    jobVersion: job.version,
    jobModifyIndex: job.modifyIndex,
    jobSpecModifyIndex: job.jobModifyIndex,
    jobCreateIndex: job.createIndex,
    isMultiregion: false,
    groups: [],
    status: 'running',
    statusDescription: deploymentText.running,
    evaluationPriority: job.document.Priority,
    createIndex: 0,
    modifyIndex: 0,
    createTime: at,
    modifyTime: zero,
    watch: undefined,
  }
  pass.updates.push({ deploymentId: deployment.id, status: 'running', description: deploymentText.running })
  return deployment
}

function freshPart(group: GroupDocument): DeploymentGroup {
  const update = updateOf(group)
  return {
    name: group.Name,
    autoRevert: update?.AutoRevert ?? false,
    autoPromote: update?.AutoPromote ?? false,
    progressDeadline: update ? fromNanos(update.ProgressDeadline) : zero,
    requireProgressBy: zero,
    promoted: false,
    placedCanaries: undefined,
    desiredCanaries: 0,
    desiredTotal: 0,
    placed: 0,
    healthy: 0,
    unhealthy: 0,
  }
}

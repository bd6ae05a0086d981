// What becomes of the deployment: superseded, created, extended, completed. Rules: semantics/2 §2.1, §2.16, §2.17.

import { type Deployment, deploymentText, isActive } from '../entities/deployment.ts'
import { isStopped, type Job } from '../entities/job.ts'
import { zero } from '../time.ts'
import { isSameIncarnation } from './found.ts'
import type { GroupPass, Pass } from './pass.ts'
import type { DeploymentStatusUpdate, ReconcileInput } from './reconciliation.ts'

/** Which deployment governs the pass, which does not, and what that does to the latter. */
export interface Governing {
  readonly old: Deployment | undefined
  readonly current: Deployment | undefined
  readonly updates: DeploymentStatusUpdate[]
}

/** A deployment governs the job version that it rolls out, until it is successful. */
export function chooseGoverning({ job, deployment }: ReconcileInput): Governing {
  if (deployment === undefined) return { old: undefined, current: undefined, updates: [] }
  if (job === undefined || isStopped(job)) return superseded(deployment, deploymentText.stoppedJob)
  if (deployment.jobCreateIndex !== job.createIndex || deployment.jobVersion !== job.version) {
    return superseded(deployment, deploymentText.newerJob)
  }
  if (deployment.status === 'successful') return { old: deployment, current: undefined, updates: [] }
  return { old: undefined, current: deployment, updates: [] }
}

function superseded(deployment: Deployment, description: string): Governing {
  if (!isActive(deployment)) return { old: deployment, current: undefined, updates: [] }
  const update: DeploymentStatusUpdate = { deploymentId: deployment.id, status: 'cancelled', description }
  return { old: deployment, current: undefined, updates: [update] }
}

/** Stores the group's part in the current deployment, creating the deployment if the group needs one. */
export function updateDeployment(group: GroupPass): void {
  const { pass } = group
  const { current } = pass
  if (group.existing) {
    if (current) pass.current = withPart(current, group)
  } else if (needsDeployment(group)) {
    pass.current = withPart(current ?? newDeployment(group), group)
    const isNew = current === undefined || pass.newDeployment !== undefined
    if (isNew || !pass.quirks.forgetsJoiningGroups) pass.newDeployment = pass.current
  }
  if (pass.current?.status === 'initializing') pass.newDeployment = pass.current
}

function needsDeployment(group: GroupPass): boolean {
  if (group.update === undefined || group.rollout.desiredTotal === 0) return false
  if (group.destructive.length > 0 || group.inplaceCount > 0) return true
  return !group.all.some((found) => isSameIncarnation(found.allocation, group.job))
}

function withPart(deployment: Deployment, { rollout }: GroupPass): Deployment {
  const { groups } = deployment
  const at = groups.findIndex((part) => part.name === rollout.name)
  if (at === -1) return { ...deployment, groups: groups.concat(rollout) }
  return { ...deployment, groups: groups.map((part) => (part.name === rollout.name ? rollout : part)) }
}

function newDeployment({ job, pass }: GroupPass): Deployment {
  return {
    id: pass.input.newId(),
    namespace: job.namespace,
    jobId: job.id,
    jobVersion: job.version,
    jobModifyIndex: job.modifyIndex,
    jobSpecModifyIndex: job.jobModifyIndex,
    jobCreateIndex: job.createIndex,
    isMultiregion: isMultiregion(job),
    groups: [],
    status: 'running',
    statusDescription: deploymentText.running,
    evaluationPriority: pass.input.evaluationPriority,
    createIndex: 0,
    modifyIndex: 0,
    createTime: pass.input.now,
    modifyTime: zero,
    watch: undefined,
  }
}

function isMultiregion(job: Job): boolean {
  const { Multiregion: multiregion } = job.document
  return multiregion !== null && multiregion !== undefined
}

/** The pass is complete when each group is. */
export function noteCompletion(group: GroupPass): void {
  if (!isComplete(group)) group.pass.complete = false
}

/** Nothing is left to do for the group, and enough of it is healthy. */
function isComplete(group: GroupPass): boolean {
  const { current } = group.pass
  if (current === undefined || hasWork(group)) return false
  const part = current.groups.find((one) => one.name === group.name)
  if (part === undefined) return true
  if (part.healthy < Math.max(part.desiredTotal, part.desiredCanaries)) return false
  return part.desiredCanaries === 0 || part.promoted
}

function hasWork(group: GroupPass): boolean {
  if (group.canariesNeeded || group.inplaceCount > 0) return true
  if (group.destructive.length > 0 || group.place.length > 0 || group.migrate.length > 0) return true
  return group.now.length > 0 || group.later.length > 0
}

/** After all groups: the current deployment may be over, a new one may have to wait for promotion. */
export function concludeDeployment(pass: Pass): void {
  const { current, deploymentUpdates, newDeployment: created } = pass
  if (current && pass.complete) deploymentUpdates.push(...completion(current))
  if (current?.status === 'initializing') {
    deploymentUpdates.push({ deploymentId: current.id, status: 'pending', description: deploymentText.pendingForPeer })
  }
  if (created?.status === 'running') pass.newDeployment = withPromotionText(created)
}

/** A deployment in several regions waits for its peers, unless they already let it go. */
function completion(current: Deployment): readonly DeploymentStatusUpdate[] {
  const deploymentId = current.id
  if (!current.isMultiregion) {
    return [{ deploymentId, status: 'successful', description: deploymentText.successful }]
  }
  if (current.status === 'unblocking') return []
  return [{ deploymentId, status: 'blocked', description: deploymentText.blocked }]
}

function withPromotionText(deployment: Deployment): Deployment {
  const waiting = deployment.groups.some((part) => part.desiredCanaries > 0 && !part.promoted)
  if (!waiting) return deployment
  const automatic = deployment.groups.every((part) => part.desiredCanaries === 0 || part.autoPromote)
  const statusDescription = automatic ? deploymentText.autoPromotion : deploymentText.needsPromotion
  return { ...deployment, statusDescription }
}

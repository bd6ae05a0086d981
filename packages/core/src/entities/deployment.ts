// A deployment: the rollout of one version of one job. Rules: semantics/1 §1.1, §1.2, §2.

import { type Micros, zero } from '../time.ts'
import type { Job } from './job.ts'

/** The nine statuses. Terminal: successful, failed, cancelled; the other six are active. */
export type DeploymentStatus =
  | 'running'
  | 'paused'
  | 'failed'
  | 'successful'
  | 'cancelled'
  | 'initializing'
  | 'pending'
  | 'blocked'
  | 'unblocking'

/** One task group's part in a deployment. Counters count reports, not states (semantics/1 §0.1, fact 4). */
export interface DeploymentGroup {
  readonly name: string
  readonly autoRevert: boolean
  readonly autoPromote: boolean
  /** Zero: the first unhealthy allocation fails the deployment. */
  readonly progressDeadline: Micros
  /** Zero: not set. Once set it stays set. */
  readonly requireProgressBy: Micros
  /** Never goes from true to false. */
  readonly promoted: boolean
  /** Ids in the order of their placement; undefined and empty differ on the wire. */
  readonly placedCanaries: readonly string[] | undefined
  readonly desiredCanaries: number
  readonly desiredTotal: number
  /** Never decreases. */
  readonly placed: number
  readonly healthy: number
  /** Never decreases. */
  readonly unhealthy: number
}

/** What the watcher of an active deployment must remember between entries. Not on the wire. Rules: semantics/3 §1.2, §5.2. */
export interface Watch {
  /** The job that was current when the deployment was first seen; never refreshed. */
  readonly job: Job | undefined
  /** Latched when a deadline fired, even if that firing was skipped. */
  readonly deadlineHit: boolean
  /** The cut-off whose firing was skipped, or zero. */
  readonly deadlineSkipped: Micros
  /** When the open batch of grants and evaluations is due, or zero when none is open. */
  readonly windowDue: Micros
  /** Some health in the open batch asks for an evaluation. */
  readonly windowEvaluation: boolean
  /** Allocations in the open batch that are to be granted a reschedule. */
  readonly windowGrants: readonly string[]
}

/** What a watcher remembers that has just begun. */
export const newWatch: Watch = {
  job: undefined,
  deadlineHit: false,
  deadlineSkipped: zero,
  windowDue: zero,
  windowEvaluation: false,
  windowGrants: [],
}

/** What the deployment's watcher remembers. */
export function watchOf({ watch }: Pick<Deployment, 'watch'>): Watch {
  return watch ?? newWatch
}

/** The rollout of one job version. */
export interface Deployment {
  readonly id: string
  readonly namespace: string
  readonly jobId: string
  readonly jobVersion: number
  readonly jobModifyIndex: number
  readonly jobSpecModifyIndex: number
  readonly jobCreateIndex: number
  readonly isMultiregion: boolean
  readonly groups: readonly DeploymentGroup[]
  readonly status: DeploymentStatus
  readonly statusDescription: string
  /** Zero: watchers fall back to the job's priority. */
  readonly evaluationPriority: number
  readonly createIndex: number
  readonly modifyIndex: number
  readonly createTime: Micros
  /** Can go backwards, even to zero (promotion). */
  readonly modifyTime: Micros
  readonly watch: Watch | undefined
}

/** The texts that Nomad writes. */
export const deploymentText = {
  running: 'Deployment is running',
  needsPromotion: 'Deployment is running but requires manual promotion',
  autoPromotion: 'Deployment is running pending automatic promotion',
  paused: 'Deployment is paused',
  successful: 'Deployment completed successfully',
  stoppedJob: 'Cancelled because job is stopped',
  newerJob: 'Cancelled due to newer version of job',
  failedAllocations: 'Failed due to unhealthy allocations',
  progressDeadline: 'Failed due to progress deadline',
  failedByUser: 'Deployment marked as failed',
  failedByPeer: 'Failed because of an error in peer region',
  blocked: 'Deployment is complete but waiting for peer region',
  unblocking: 'Deployment is unblocking remaining regions',
  pendingForPeer: 'Deployment is pending, waiting for peer region',
} as const

/** Successful, failed or cancelled. */
export function isTerminal(deployment: Deployment): boolean {
  return deployment.status === 'successful' || deployment.status === 'failed' || deployment.status === 'cancelled'
}

/** Not terminal. */
export function isActive(deployment: Deployment): boolean {
  return !isTerminal(deployment)
}

/** Running, and some group's canaries are not promoted. A paused deployment never requires promotion. */
export function requiresPromotion(deployment: Deployment): boolean {
  return (
    deployment.status === 'running' && deployment.groups.some((group) => group.desiredCanaries > 0 && !group.promoted)
  )
}

/** Running, and every group with canaries promotes itself. True when no group has canaries. */
export function hasAutoPromote(deployment: Deployment): boolean {
  if (deployment.status !== 'running' || deployment.groups.length === 0) return false
  return deployment.groups.every((group) => group.desiredCanaries === 0 || group.autoPromote)
}

/** The state of one group, if it takes part. */
export function deploymentGroup(deployment: Deployment, name: string): DeploymentGroup | undefined {
  return deployment.groups.find((group) => group.name === name)
}

// Sets a deployment's status: the step that three changes share. Only "the old status is active" is checked, never the edge.
// Rules: semantics/1 §3.6.

import { type Draft, record } from '../draft.ts'
import { type Deployment, type DeploymentStatus, isTerminal } from '../entities/deployment.ts'
import type { DeploymentEvents, StatusFact } from '../entities/deployment-events.ts'
import { isRefusal, type Refusal, refuse } from '../refusal.ts'
import type { Micros } from '../time.ts'
import { markRolledOut } from './job-stability.ts'

/** What becomes of a deployment; the instant becomes its time of modification and the start of fresh deadlines. */
export interface StatusUpdate {
  readonly status: DeploymentStatus
  readonly description: string
  readonly updatedAt: Micros
}

/** The facts that set a status. */
type StatusEvent = {
  [K in keyof DeploymentEvents]: DeploymentEvents[K] extends StatusFact ? K : never
}[keyof DeploymentEvents]

const factOf: { readonly [S in DeploymentStatus]: Exclude<StatusEvent, 'DeploymentPromoted'> } = {
  running: 'DeploymentResumed',
  paused: 'DeploymentPaused',
  successful: 'DeploymentSucceeded',
  failed: 'DeploymentFailed',
  cancelled: 'DeploymentCancelled',
  initializing: 'DeploymentInitialized',
  pending: 'DeploymentHeld',
  blocked: 'DeploymentBlocked',
  unblocking: 'DeploymentUnblocked',
}

/** The deployment, if it is there and active. */
export function activeDeployment({ tables }: Draft, id: string): Deployment | Refusal {
  const deployment = tables.deployments.get(id)
  if (!deployment) return refuse('deployment-missing', id)
  return isTerminal(deployment) ? refuse('deployment-terminal', id, deployment.status) : deployment
}

/** Sets the status of an active deployment; success marks its job version stable. */
export function setDeploymentStatus(draft: Draft, id: string, update: StatusUpdate): Refusal | undefined {
  const deployment = activeDeployment(draft, id)
  if (isRefusal(deployment)) return deployment
  const { status, description, updatedAt } = update
  record(draft, { type: factOf[status], deploymentId: id, description, updatedAt })
  if (status !== 'successful') return undefined
  return markRolledOut(draft, deployment)
}

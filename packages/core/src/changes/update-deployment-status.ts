// Sets a deployment's status, with an optional job to go back to and an optional evaluation, all in one entry.
// Rules: semantics/1 §3.6.

import { type Draft, record } from '../draft.ts'
import { isTerminal } from '../entities/deployment.ts'
import type { DeploymentStatus } from '../entities/deployment.ts'
import type { Evaluation } from '../entities/evaluation.ts'
import { type Refusal, refuse } from '../refusal.ts'
import type { Micros } from '../time.ts'

/** One deployment's new status. */
export interface UpdateDeploymentStatus {
  readonly deploymentId: string
  readonly status: DeploymentStatus
  readonly description: string
  readonly updatedAt: Micros
  readonly evaluation: Evaluation | undefined
}

export function applyUpdateDeploymentStatus(draft: Draft, change: UpdateDeploymentStatus): Refusal | undefined {
  const deployment = draft.tables.deployments.get(change.deploymentId)
  if (!deployment) return refuse('deployment-missing', change.deploymentId)
  if (isTerminal(deployment)) return refuse('deployment-terminal', change.deploymentId, deployment.status)

  const { deploymentId, description, updatedAt } = change
  if (change.status === 'paused') record(draft, { type: 'DeploymentPaused', deploymentId, description, updatedAt })
  if (change.status === 'running') record(draft, { type: 'DeploymentResumed', deploymentId, description, updatedAt })
  if (change.evaluation) record(draft, { type: 'EvaluationCreated', evaluation: change.evaluation })
  return undefined
}

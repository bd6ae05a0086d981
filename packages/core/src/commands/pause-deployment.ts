// Pauses or resumes a deployment. A paused deployment keeps what runs and starts nothing new;
// resuming asks the scheduler to look again. Rules: semantics/1 §3.6, semantics/3 §1.3.8.

import { type Proposal, propose } from '../decide.ts'
import { deploymentText, isTerminal } from '../entities/deployment.ts'
import type { Stamp } from '../entry.ts'
import { type Refusal, refuse } from '../refusal.ts'
import type { State } from '../state.ts'

/** Asks to pause (`pause: true`) or resume a deployment. Repeating either is accepted and moves the index. */
export interface PauseDeployment {
  readonly deploymentId: string
  readonly pause: boolean
}

export function decidePauseDeployment(state: State, command: PauseDeployment, stamp: Stamp): Proposal | Refusal {
  const deployment = state.tables.deployments.get(command.deploymentId)
  if (!deployment) return refuse('deployment-not-found')
  if (isTerminal(deployment)) return refuse(command.pause ? 'cannot-pause-terminal' : 'cannot-resume-terminal')

  return propose({
    type: 'UpdateDeploymentStatus',
    deploymentId: deployment.id,
    status: command.pause ? 'paused' : 'running',
    description: command.pause ? deploymentText.paused : deploymentText.running,
    updatedAt: stamp.at,
    evaluation: undefined,
  })
}

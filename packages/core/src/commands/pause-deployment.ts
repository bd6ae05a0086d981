// Pauses or resumes a deployment. A paused deployment keeps what runs and starts nothing new;
// resuming asks the scheduler to look again. Rules: semantics/1 §3.6, semantics/3 §1.3.8.

import { deploymentText } from '../entities/deployment.ts'
import type { Stamp } from '../entry.ts'
import { type Proposal, propose } from '../proposal.ts'
import { isRefusal, type Refusal } from '../refusal.ts'
import type { State } from '../state.ts'
import { deploymentAnswer } from './deployment-answer.ts'
import { watchedDeployment, watcherEvaluation } from './watched-deployment.ts'

/** Asks to pause (`pause: true`) or resume a deployment. Repeating either is accepted and moves the index. */
export interface PauseDeployment {
  readonly deploymentId: string
  readonly pause: boolean
}

export function decidePauseDeployment(state: State, command: PauseDeployment, stamp: Stamp): Proposal | Refusal {
  const { deploymentId, pause } = command
  const watched = watchedDeployment(state, deploymentId, pause ? 'cannot-pause-terminal' : 'cannot-resume-terminal')
  if (isRefusal(watched)) return watched

  const evaluation = pause ? undefined : watcherEvaluation(state, stamp, watched)
  const change = propose({
    type: 'UpdateDeploymentStatus',
    deploymentId: watched.deployment.id,
    status: pause ? 'paused' : 'running',
    description: pause ? deploymentText.paused : deploymentText.running,
    updatedAt: stamp.at,
    job: undefined,
    evaluation,
  })
  return { ...change, answer: deploymentAnswer(evaluation) }
}

// Fails a deployment by hand; with auto-revert in any group the job goes back to its newest stable version in the same entry.
// Rules: semantics/3 §1.4, client-surface §3.1.

import { deploymentText } from '../entities/deployment.ts'
import type { Stamp } from '../entry.ts'
import { type Proposal, propose } from '../proposal.ts'
import { isRefusal, type Refusal } from '../refusal.ts'
import type { State } from '../state.ts'
import { chooseRollback } from '../watch/rollback.ts'
import { deploymentAnswer } from './deployment-answer.ts'
import { watchedDeployment, watcherEvaluation } from './watched-deployment.ts'

/** Asks to fail a deployment. */
export interface FailDeployment {
  readonly deploymentId: string
}

export function decideFailDeployment(state: State, command: FailDeployment, stamp: Stamp): Proposal | Refusal {
  const watched = watchedDeployment(state, command.deploymentId, 'cannot-fail-terminal')
  if (isRefusal(watched)) return watched

  const { deployment, job } = watched
  const base = deploymentText.failedByUser
  const reverts = deployment.groups.some((group) => group.autoRevert)
  const rollback = reverts
    ? chooseRollback(state, { deployment, watched: job, base, nameMissing: true })
    : { description: base, job: undefined }
  const evaluation = watcherEvaluation(state, stamp, watched)
  const change = propose({
    type: 'UpdateDeploymentStatus',
    deploymentId: deployment.id,
    status: 'failed',
    description: rollback.description,
    updatedAt: stamp.at,
    job: rollback.job,
    evaluation,
  })
  return { ...change, answer: deploymentAnswer(evaluation, rollback.job) }
}

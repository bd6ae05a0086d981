// Sets the health of a deployment's allocations by hand; one unhealthy allocation fails the deployment.
// Rules: semantics/1 §3.8, semantics/3 §1.3.8, §1.4.

import { deploymentGroup, deploymentText } from '../entities/deployment.ts'
import { storedId } from '../entities/uuid.ts'
import type { Stamp } from '../entry.ts'
import { type Proposal, propose } from '../proposal.ts'
import { isRefusal, type Refusal, refuse } from '../refusal.ts'
import type { State } from '../state.ts'
import { chooseRollback, type Rollback } from '../watch/rollback.ts'
import { deploymentAnswer } from './deployment-answer.ts'
import { type WatchedDeployment, watchedDeployment, watcherEvaluation } from './watched-deployment.ts'

/** Asks to mark allocations healthy or unhealthy. An id in both lists ends unhealthy. */
export interface MarkAllocations {
  readonly deploymentId: string
  readonly healthy: readonly string[]
  readonly unhealthy: readonly string[]
}

export function decideMarkAllocations(state: State, command: MarkAllocations, stamp: Stamp): Proposal | Refusal {
  const { deploymentId, healthy, unhealthy } = command
  if (deploymentId === '') return refuse('deployment-id-missing')
  if (healthy.length === 0 && unhealthy.length === 0) return refuse('no-allocations-to-mark')
  const watched = watchedDeployment(state, deploymentId, 'cannot-set-health-terminal')
  if (isRefusal(watched)) return watched

  const rollback = unhealthy.length > 0 ? rollbackFor(state, watched, unhealthy) : undefined
  const evaluation = watcherEvaluation(state, stamp, watched)
  const change = propose({
    type: 'SetAllocationHealth',
    deploymentId: watched.deployment.id,
    healthy,
    unhealthy,
    timestamp: stamp.at,
    failure: rollback && { status: 'failed', description: rollback.description, updatedAt: stamp.at },
    job: rollback?.job,
    evaluation,
  })
  return { ...change, answer: deploymentAnswer(evaluation, rollback?.job) }
}

function rollbackFor(state: State, { deployment, job }: WatchedDeployment, unhealthy: readonly string[]): Rollback {
  const base = deploymentText.failedAllocations
  const reverts = unhealthy.some((id) => {
    const allocation = state.tables.allocations.get(storedId(id))
    return allocation?.deploymentId === deployment.id && deploymentGroup(deployment, allocation.group)?.autoRevert
  })
  if (!reverts) return { description: base, job: undefined }
  return chooseRollback(state, { deployment, watched: job, base, nameMissing: false })
}

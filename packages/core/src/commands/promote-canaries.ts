// Promotes a deployment's canaries: the rest of the group follows them. Rules: semantics/1 §3.7, client-surface §3.1.

import type { Stamp } from '../entry.ts'
import { type Proposal, propose } from '../proposal.ts'
import { isRefusal, type Refusal } from '../refusal.ts'
import type { State } from '../state.ts'
import type { Micros } from '../time.ts'
import { deploymentAnswer } from './deployment-answer.ts'
import { watchedDeployment, watcherEvaluation } from './watched-deployment.ts'

/** Asks to promote all groups or those named. Repeating it is accepted and moves the index. */
export interface PromoteCanaries {
  readonly deploymentId: string
  readonly all: boolean
  /** Unknown names are ignored. */
  readonly groups: readonly string[]
  /** Becomes the deployment's time of modification; zero unless the caller says otherwise. */
  readonly promotedAt: Micros
}

export function decidePromoteCanaries(state: State, command: PromoteCanaries, stamp: Stamp): Proposal | Refusal {
  const watched = watchedDeployment(state, command.deploymentId, 'cannot-promote-terminal')
  if (isRefusal(watched)) return watched

  const evaluation = watcherEvaluation(state, stamp, watched)
  const { all, groups, promotedAt } = command
  const change = propose({
    type: 'PromoteDeployment',
    deploymentId: watched.deployment.id,
    all,
    groups,
    promotedAt,
    evaluation,
  })
  return { ...change, answer: deploymentAnswer(evaluation) }
}

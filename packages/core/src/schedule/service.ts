// One attempt at an evaluation of a service or batch job: reconcile, plan, place. Rules: semantics/2 §4.2 to §4.5.

import type { Deployment } from '../entities/deployment.ts'
import { latestDeployment } from '../queries/deployments.ts'
import { reconcile } from '../reconcile/reconcile.ts'
import type { ReconcileInput, Reconciliation } from '../reconcile/reconciliation.ts'
import type { Attempt } from './attempt.ts'
import type { Outcome } from './outcome.ts'
import { placeWanted, wantedCounts } from './place.ts'
import { buildPlan } from './plan.ts'
import { updateDecider } from './update-decision.ts'

/** What the attempt wants. */
export function attemptService(attempt: Attempt): Outcome {
  const { evaluation, state } = attempt
  const latest =
    evaluation.type === 'batch' ? undefined : latestDeployment(state, evaluation.namespace, evaluation.jobId)
  const wanted = reconcile(inputOf(attempt, latest))
  const deployment = wanted.newDeployment ?? latest
  const plan = buildPlan(attempt, wanted, deployment)
  const failures = placeWanted({ attempt, wanted, plan, deployment })
  return {
    plan,
    deploymentId: deployment?.id ?? '',
    desired: wanted.desired,
    wanted: wantedCounts(attempt, wanted),
    failures,
    followups: followupsOf(attempt, wanted),
    fullNodes: undefined,
  }
}

function inputOf(attempt: Attempt, deployment: Deployment | undefined): ReconcileInput {
  const { evaluation } = attempt
  return {
    job: attempt.job,
    jobId: evaluation.jobId,
    namespace: evaluation.namespace,
    isBatch: evaluation.type === 'batch',
    deployment,
    allocations: attempt.allocations,
    evaluationId: evaluation.id,
    evaluationPriority: evaluation.priority,
    tainted: attempt.tainted,
    now: attempt.at,
    decideUpdate: updateDecider(attempt),
    newId: attempt.newId,
    quirks: attempt.quirks,
    ties: attempt.ties,
  }
}

// An evaluation that was itself delayed drops them (Q9).
function followupsOf({ evaluation, quirks }: Attempt, wanted: Reconciliation): Outcome['followups'] {
  const isDelayed = evaluation.waitUntil !== 0
  if (isDelayed && quirks.dropsDelayedFollowups) return []
  return wanted.followups.flatMap((group) => group.evaluations)
}

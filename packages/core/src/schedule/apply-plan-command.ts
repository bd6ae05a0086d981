// The command that commits what is left of a plan. Rules: semantics/1 §1.10, §3.5 "diff".

import type { StopDiff } from '../changes/apply-plan.ts'
import type { Command } from '../command.ts'
import type { AllocationStop } from '../reconcile/reconciliation.ts'
import type { Attempt } from './attempt.ts'
import type { Plan } from './plan.ts'

/** One entry for the whole plan. */
export function applyPlanCommand(attempt: Attempt, plan: Plan): Command {
  return {
    type: 'ApplyPlan',
    allocationsUpdated: plan.updates,
    allocationsStopped: plan.stops.map((stop) => stopDiff(attempt, stop)),
    allocationsPreempted: [],
    job: attempt.job,
    deployment: plan.deployment,
    deploymentUpdates: plan.deploymentUpdates,
    evaluationId: attempt.evaluation.id,
    preemptionEvaluations: [],
    ineligibleNodes: [],
    updatedAt: attempt.at,
  }
}

function stopDiff({ at, quirks }: Attempt, stop: AllocationStop): StopDiff {
  return {
    allocationId: stop.allocation.id,
    description: stop.description,
    clientStatus: stop.clientStatus === '' ? undefined : stop.clientStatus,
    followupEvaluationId: stop.followupEvaluationId,
    states: quirks.losesStoppedStates ? undefined : stop.allocation.states,
    modifyTime: at,
  }
}

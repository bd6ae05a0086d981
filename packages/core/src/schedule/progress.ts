// Whether what is left of a plan changes anything, so that another attempt can come further than this one.
// Nomad counts any commit; a commit that only repeats what is stored would let a single-threaded engine try for ever.

import { type Allocation, isServerTerminal } from '../entities/allocation.ts'
import { isTerminal } from '../entities/deployment.ts'
import type { AllocationStop, DeploymentStatusUpdate } from '../reconcile/reconciliation.ts'
import type { State } from '../state.ts'
import type { Plan } from './plan.ts'

/** True when some stop, allocation or deployment of the plan is news to the state. */
export function makesProgress(state: State, plan: Plan): boolean {
  return (
    plan.stops.some((stop) => isNewStop(state, stop)) ||
    plan.updates.some((update) => isNewForm(state, update)) ||
    plan.deploymentUpdates.some((update) => isNewStatus(state, update)) ||
    isNewDeployment(state, plan.deployment)
  )
}

function isNewStop({ tables }: State, { allocation, clientStatus }: AllocationStop): boolean {
  const stored = tables.allocations.get(allocation.id)
  if (!stored) return false
  return !isServerTerminal(stored) || (clientStatus !== '' && clientStatus !== stored.clientStatus)
}

function isNewForm({ tables }: State, update: Allocation): boolean {
  const stored = tables.allocations.get(update.id)
  if (!stored) return true
  return (
    update.clientStatus !== stored.clientStatus ||
    update.deploymentId !== stored.deploymentId ||
    update.followupEvaluationId !== stored.followupEvaluationId ||
    update.states?.length !== stored.states?.length ||
    update.rescheduleTracker?.lastReschedule !== stored.rescheduleTracker?.lastReschedule
  )
}

function isNewStatus({ tables }: State, { deploymentId, status, description }: DeploymentStatusUpdate): boolean {
  const stored = tables.deployments.get(deploymentId)
  if (!stored) return true
  return !isTerminal(stored) && (stored.status !== status || stored.statusDescription !== description)
}

function isNewDeployment({ tables }: State, deployment: Plan['deployment']): boolean {
  if (!deployment) return false
  const stored = tables.deployments.get(deployment.id)
  return !stored || JSON.stringify(stored.groups) !== JSON.stringify(deployment.groups)
}

// A plan while it is built, and the order in which the reconciler's wishes enter it. Rules: semantics/2 §4.3.

import type { Allocation } from '../entities/allocation.ts'
import { type Deployment, isActive } from '../entities/deployment.ts'
import type { Job } from '../entities/job.ts'
import type { AllocationStop, DeploymentStatusUpdate, Reconciliation } from '../reconcile/reconciliation.ts'
import { zero } from '../time.ts'
import type { Attempt } from './attempt.ts'
import { stagePlacement, stageStop } from './staging.ts'
import { lostStops } from './tainted.ts'

/** What an attempt wants to change. Mutable while it is built. */
export interface Plan {
  readonly stops: AllocationStop[]
  /** New allocations and new forms of existing ones. Without a job they take the current one. */
  readonly updates: Allocation[]
  /** To be stored in full, new or not. */
  deployment: Deployment | undefined
  deploymentUpdates: readonly DeploymentStatusUpdate[]
}

/** Nothing wanted. */
export function emptyPlan(): Plan {
  return { stops: [], updates: [], deployment: undefined, deploymentUpdates: [] }
}

/** Whether there is nothing to submit. */
export function isEmptyPlan(plan: Plan): boolean {
  return (
    plan.stops.length === 0 &&
    plan.updates.length === 0 &&
    plan.deployment === undefined &&
    plan.deploymentUpdates.length === 0
  )
}

/** The plan for everything that needs no search for a node. `deployment` is the one that the attempt holds. */
export function buildPlan(attempt: Attempt, wanted: Reconciliation, deployment: Deployment | undefined): Plan {
  const plan = emptyPlan()
  plan.deployment = wanted.newDeployment
  plan.deploymentUpdates = wanted.deploymentUpdates
  for (const stop of lostStops(attempt.allocations, attempt.tainted)) planStop(attempt, plan, stop)
  for (const stop of wanted.stop) planStop(attempt, plan, stop)
  for (const copy of wanted.disconnectUpdates) planUpdate(attempt, plan, copy)
  for (const copy of wanted.reconnectUpdates) planUpdate(attempt, plan, asCurrent(copy))
  for (const copy of wanted.inplace) planUpdate(attempt, plan, relabelled(attempt, copy, deployment))
  for (const copy of wanted.attributeUpdates) planUpdate(attempt, plan, asCurrent(copy))
  return plan
}

/** Adds a stop and frees its room. */
export function planStop(attempt: Attempt, plan: Plan, stop: AllocationStop): void {
  plan.stops.push(stop)
  stageStop(attempt.staging, stop.allocation)
}

/** Adds a new allocation, or the new form of one, and takes its room. */
export function planUpdate(attempt: Attempt, plan: Plan, allocation: Allocation): void {
  const createTime = allocation.createTime === zero ? attempt.at : allocation.createTime
  const dated = { ...allocation, createTime, modifyTime: attempt.at }
  plan.updates.push(dated)
  stagePlacement(attempt.staging, dated)
}

// What lives goes on as an allocation of the current version, whatever version it was: the store fills the job in
// (§4.6).
function asCurrent(allocation: Allocation): Allocation {
  return { ...allocation, job: undefined }
}

// An allocation that goes on in place belongs to the attempt's deployment from now on, and its health counts anew.
function relabelled({ quirks, job }: Attempt, copy: Allocation, deployment: Deployment | undefined): Allocation {
  if (!quirks.relabelsInPlace && !(deployment && job && isRolloutOf(deployment, job))) return copy
  const id = deployment?.id ?? ''
  return copy.deploymentId === id ? copy : { ...copy, deploymentId: id, health: undefined }
}

function isRolloutOf(deployment: Deployment, job: Job): boolean {
  return isActive(deployment) && deployment.jobVersion === job.version && deployment.jobCreateIndex === job.createIndex
}

// Commits what of a scheduler's plan was accepted: stops, placements, the deployment and its status, in one entry, all or nothing.
// Rules: semantics/1 §3.5.

import { type Draft, record } from '../draft.ts'
import type { Allocation, AllocationStateEntry, ClientStatus } from '../entities/allocation.ts'
import type { Deployment } from '../entities/deployment.ts'
import type { Evaluation } from '../entities/evaluation.ts'
import type { Job } from '../entities/job.ts'
import { compareBytes } from '../order.ts'
import type { DeploymentStatusUpdate } from '../reconcile/reconciliation.ts'
import { isRefusal, type Refusal, refuse } from '../refusal.ts'
import type { Micros } from '../time.ts'
import { setDeploymentStatus } from './deployment-status.ts'
import { recomputeJobStatus } from './job-status.ts'
import { resolvePlan } from './resolve-plan.ts'
import { upsertDeployment } from './upsert-deployment.ts'
import { upsertEvaluation } from './upsert-evaluation.ts'
import { watchPlanned } from './watch-deployment.ts'
import { type PlannedJobs, writePlanned } from './write-planned.ts'

/** A stopped allocation. Empty and undefined keep what is stored, except the description and the states, which are overwritten. */
export interface StopDiff {
  readonly allocationId: string
  readonly description: string
  readonly clientStatus: ClientStatus | undefined
  readonly followupEvaluationId: string
  /** Undefined erases the history of client states. */
  readonly states: readonly AllocationStateEntry[] | undefined
  /** Zero keeps the stored time. */
  readonly modifyTime: Micros
}

/** An allocation evicted for another. */
export interface PreemptDiff {
  readonly allocationId: string
  readonly preemptedBy: string
  readonly modifyTime: Micros
}

/** The committed part of a plan. */
export interface ApplyPlan {
  /** New allocations and whole new forms of stored ones, in order. Without a job they get the plan's. */
  readonly allocationsUpdated: readonly Allocation[]
  readonly allocationsStopped: readonly StopDiff[]
  readonly allocationsPreempted: readonly PreemptDiff[]
  readonly job: Job | undefined
  readonly deployment: Deployment | undefined
  /** The first that concerns an unknown or terminal deployment ends the list without a refusal. */
  readonly deploymentUpdates: readonly DeploymentStatusUpdate[]
  /** The evaluation that is planned for; empty: none. */
  readonly evaluationId: string
  readonly preemptionEvaluations: readonly Evaluation[]
  /** Nodes that rejected too many plans. */
  readonly ineligibleNodes: readonly string[]
  readonly updatedAt: Micros
}

export function applyApplyPlan(draft: Draft, plan: ApplyPlan): Refusal | undefined {
  const planned = resolvePlan(draft, plan)
  if (isRefusal(planned)) return planned
  const refusal =
    markIneligible(draft, plan) ??
    (plan.deployment && upsertDeployment(draft, plan.deployment)) ??
    commitTo(draft, plan)
  if (refusal) return refusal

  const jobs: PlannedJobs = new Map()
  for (const write of planned) {
    const refused = writePlanned(draft, write, jobs)
    if (refused) return refused
  }
  record(draft, { type: 'IndexesMoved', tables: ['allocs'] })
  deriveStatuses(draft, jobs)
  for (const evaluation of plan.preemptionEvaluations) upsertEvaluation(draft, evaluation)
  if (plan.deployment) watchPlanned(draft, plan.deployment)
  return undefined
}

const rejectionText =
  'Node marked as ineligible for scheduling due to multiple plan rejections, ' +
  'refer to https://developer.hashicorp.com/nomad/s/port-plan-failure for more information'

// Nomad writes nanoseconds into a field that is in seconds everywhere else.
function markIneligible(draft: Draft, { ineligibleNodes, updatedAt }: ApplyPlan): Refusal | undefined {
  for (const nodeId of ineligibleNodes) {
    if (!draft.tables.nodes.has(nodeId)) return refuse('node-not-found')
    const remark = { message: rejectionText, subsystem: 'Scheduler', details: undefined, timestamp: draft.at }
    const updated = draft.base.quirks.marksIneligibleInNanos ? updatedAt * 1_000 : Math.floor(updatedAt / 1_000_000)
    record(draft, { type: 'NodeEligibilitySet', nodeId, eligibility: 'ineligible', updatedAt: updated, remark })
  }
  return undefined
}

function commitTo(draft: Draft, { deploymentUpdates, evaluationId, updatedAt }: ApplyPlan): Refusal | undefined {
  for (const { deploymentId, status, description } of deploymentUpdates) {
    if (setDeploymentStatus(draft, deploymentId, { status, description, updatedAt })) break
  }
  if (evaluationId === '') return undefined
  if (!draft.tables.evaluations.has(evaluationId)) return refuse('plan-evaluation-unknown', evaluationId)
  record(draft, { type: 'PlanCommitted', evaluationId })
  return undefined
}

// The last allocation of a job in the plan decides: a live one makes the job running, whatever else is true.
function deriveStatuses(draft: Draft, jobs: PlannedJobs): void {
  const ordered = [...jobs].sort(([a], [b]) => compareBytes(a, b))
  for (const [, { namespace, jobId, live }] of ordered) {
    recomputeJobStatus(draft, namespace, jobId, { forceRunning: live })
  }
}

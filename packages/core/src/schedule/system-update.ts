// Which outdated allocations of a system or sysbatch job go on in place, and which of the others are replaced now.
// Rules: semantics/2 §5.4 steps 3 to 6.

import { type Allocation, isTerminalAllocation } from '../entities/allocation.ts'
import type { Deployment } from '../entities/deployment.ts'
import type { Job } from '../entities/job.ts'
import { type GroupDocument, groupOf, updateOf } from '../job-document/document.ts'
import { fieldOf } from '../json.ts'
import { allocationText } from '../reconcile/reconciliation.ts'
import { type Plan, planStop, planUpdate } from './plan.ts'
import type { Outdated, Spot, SystemPass } from './system-pass.ts'
import { type Tally, tallyOf } from './system-tally.ts'
import { fitInPlace, renewed, specComparison } from './update-decision.ts'

/** What the steps of one attempt share. */
export interface SystemWork {
  readonly pass: SystemPass
  readonly job: Job
  readonly plan: Plan
  readonly tally: Tally
  /** The deployment that the attempt holds, of any status. */
  readonly deployment: Deployment | undefined
}

/** Plans the changes in place and answers what has to be replaced, in order. */
export function updateInPlace(work: SystemWork): readonly Outdated[] {
  const { pass, job, tally } = work
  const differs = specComparison()
  const destructive: Outdated[] = []
  for (const outdated of [...pass.buckets.update, ...pass.buckets.reconnecting]) {
    const { allocation } = outdated
    const counters = tallyOf(tally, allocation.group)
    const own = allocation.job
    if (own && !differs(own, job, allocation.group) && goesOn(work, allocation, own)) {
      counters.desired.inPlaceUpdate += 1
      counters.kept += 1
    } else {
      counters.desired.destructiveUpdate += 1
      counters.destructive += 1
      destructive.push(outdated)
    }
    counters.candidates += 1
  }
  return destructive
}

// One that has ended needs nothing; a live one is planned in its new form if its node still suits it.
function goesOn({ pass, job, plan, deployment }: SystemWork, allocation: Allocation, own: Job): boolean {
  if (isTerminalAllocation(allocation)) return true
  const group = groupOf(job.document, allocation.group)
  if (!group) return false
  const renewal = { allocation, own, job, group }
  const metrics = fitInPlace(pass.attempt, renewal)
  if (!metrics) return false
  const fresh = { ...renewed(pass.attempt, renewal), metrics, deploymentId: deployment?.id ?? '', health: undefined }
  planUpdate(pass.attempt, plan, fresh)
  return true
}

/**
 * Stops as many of the outdated allocations as their groups may replace at once, and answers where to place the new
 * ones.
 */
export function replaceOutdated(work: SystemWork, destructive: readonly Outdated[]): readonly Spot[] {
  const { pass, job, plan } = work
  const left = new Map<string, number>()
  const spots: Spot[] = []
  for (const { allocation, canary } of destructive) {
    const group = groupOf(job.document, allocation.group)
    const limit = left.get(allocation.group) ?? groupLimit(work, group, destructive.length)
    left.set(allocation.group, canary ? limit : limit - 1)
    if (!group || limit <= 0) continue
    planStop(pass.attempt, plan, {
      allocation,
      clientStatus: '',
      description: allocationText.updating,
      followupEvaluationId: '',
    })
    const { name, nodeId } = allocation
    spots.push({ group, name, nodeId, previous: allocation, canary, isUpdate: true })
  }
  return spots
}

function groupLimit({ pass, job, deployment }: SystemWork, group: GroupDocument | undefined, all: number): number {
  const ofJob = fieldOf(job.document['Update'], 'MaxParallel')
  const limit = updateOf(group)?.MaxParallel ?? (typeof ofJob === 'number' && ofJob > 0 ? ofJob : all)
  if (!deployment) return limit
  const unsettled = pass.buckets.ignore.filter(
    (allocation) =>
      allocation.group === group?.Name &&
      allocation.deploymentId === deployment.id &&
      allocation.health?.healthy === undefined,
  )
  return limit - unsettled.length
}

// One attempt at an evaluation of a system or sysbatch job. Preemption of jobs of lower priority is not modelled: a
// node without room leaves the evaluation blocked on it. Rules: semantics/2 §5.

import type { Allocation } from '../entities/allocation.ts'
import { latestDeployment } from '../queries/deployments.ts'
import { type AllocationStop, allocationText } from '../reconcile/reconciliation.ts'
import type { Attempt } from './attempt.ts'
import type { Outcome } from './outcome.ts'
import { emptyPlan, type Plan, planStop, planUpdate } from './plan.ts'
import type { SystemPass } from './system-pass.ts'
import { placeSpots, type SystemPlacement } from './system-place.ts'
import { reconcileSystem } from './system-reconcile.ts'
import { settleRollout } from './system-rollout.ts'
import { desiredOf, type Tally, tallyOf } from './system-tally.ts'
import { replaceOutdated, type SystemWork, updateInPlace } from './system-update.ts'
import { lostStops } from './tainted.ts'

/** What the attempt wants. */
export function attemptSystem(attempt: Attempt): Outcome {
  const { evaluation, state } = attempt
  const isSystem = evaluation.type === 'system'
  const pass = reconcileSystem(
    attempt,
    isSystem ? latestDeployment(state, evaluation.namespace, evaluation.jobId) : undefined,
  )
  const plan = emptyPlan()
  const tally: Tally = new Map()
  planStops(pass, plan, tally)
  const deployment = heldDeployment(pass)
  plan.deploymentUpdates = pass.updates
  const placement = attempt.job ? work({ pass, job: attempt.job, plan, tally, deployment }) : nothingPlaced
  return {
    plan,
    deploymentId: deployment?.id ?? '',
    desired: desiredOf(tally),
    wanted: wantedOf(attempt, tally),
    failures: placement.failures,
    followups: [],
    fullNodes: placement.fullNodes,
  }
}

const nothingPlaced: SystemPlacement = { failures: new Map(), fullNodes: [], canaries: new Map() }

// The deployment that governs; without one the last one is taken along, however it ended (Q16).
function heldDeployment({ current, loaded, attempt }: SystemPass): SystemWork['deployment'] {
  return current ?? (attempt.quirks.resubmitsFinishedDeployment ? loaded : undefined)
}

function planStops(pass: SystemPass, plan: Plan, tally: Tally): void {
  const { attempt, buckets } = pass
  for (const stop of lostStops(attempt.allocations, attempt.tainted)) planStop(attempt, plan, stop)
  for (const allocation of buckets.stop) {
    tallyOf(tally, allocation.group).desired.stop += 1
    planStop(attempt, plan, stopOf(allocation, allocationText.notNeeded, ''))
  }
  for (const allocation of buckets.migrate) {
    tallyOf(tally, allocation.group).desired.migrate += 1
    planStop(attempt, plan, stopOf(allocation, taintedText, ''))
  }
  for (const allocation of buckets.lost) planStop(attempt, plan, stopOf(allocation, allocationText.lost, 'lost'))
  for (const copy of buckets.disconnecting) {
    tallyOf(tally, copy.group).desired.disconnect += 1
    planUpdate(attempt, plan, copy)
  }
}

const taintedText = 'alloc not needed as node is tainted'

function stopOf(
  allocation: Allocation,
  description: string,
  clientStatus: AllocationStop['clientStatus'],
): AllocationStop {
  return { allocation, description, clientStatus, followupEvaluationId: '' }
}

function work(systemWork: SystemWork): SystemPlacement {
  const { pass, tally } = systemWork
  const { buckets, attempt } = pass
  for (const { group } of buckets.place) {
    const counters = tallyOf(tally, group.Name)
    counters.desired.place += 1
    counters.candidates += 1
  }
  for (const { group } of buckets.ignore) {
    const counters = tallyOf(tally, group)
    counters.desired.ignore += 1
    counters.kept += 1
    counters.candidates += 1
  }
  for (const { allocation } of buckets.reconnecting) tallyOf(tally, allocation.group).desired.reconnect += 1
  const destructive = updateInPlace(systemWork)
  const spots = [...buckets.place, ...replaceOutdated(systemWork, destructive)]
  const placement = placeSpots(systemWork, spots)
  if (attempt.evaluation.type !== 'system') return placement
  if (attempt.quirks.annotatesCandidates) {
    for (const counters of tally.values()) counters.desired.place = counters.candidates
  }
  settleRollout(systemWork, placement.canaries)
  return placement
}

// Every group of the job, what was not placed included, but for nodes that were filtered out.
function wantedOf({ job }: Attempt, tally: Tally): ReadonlyMap<string, number> {
  return new Map((job?.document.TaskGroups ?? []).map(({ Name }) => [Name, tally.get(Name)?.queued ?? 0]))
}

// Turns what a plan says about allocations into whole rows to write. Stops and preemptions are differences against the last
// committed state, so what the same plan writes before them is overwritten. Rules: semantics/1 §3.5 "diffs", step 5.

import type { Draft } from '../draft.ts'
import { type Allocation, isTerminalAllocation } from '../entities/allocation.ts'
import { copyAllocation } from '../entities/allocation-copy.ts'
import { preemptedBy } from '../entities/allocation-folds.ts'
import { type Refusal, refuse } from '../refusal.ts'
import type { ApplyPlan, PreemptDiff, StopDiff } from './apply-plan.ts'

/** One write of a plan: the wanted row, and the difference it came from. */
export interface PlannedWrite {
  readonly wanted: Allocation
  readonly stop: StopDiff | undefined
  readonly preemption: PreemptDiff | undefined
}

/** The plan's writes in order: updated, stopped, preempted. */
export function resolvePlan(draft: Draft, plan: ApplyPlan): readonly PlannedWrite[] | Refusal {
  const writes: PlannedWrite[] = plan.allocationsUpdated.map((allocation) => ({
    wanted: withJob(allocation, plan),
    stop: undefined,
    preemption: undefined,
  }))
  const { allocations } = draft.base.tables
  for (const stop of plan.allocationsStopped) {
    const stored = allocations.get(stop.allocationId)
    if (!stored) return refuse('stopped-allocation-unknown', stop.allocationId)
    writes.push({ wanted: stopped(stored, stop), stop, preemption: undefined })
  }
  for (const preemption of plan.allocationsPreempted) {
    const stored = allocations.get(preemption.allocationId)
    if (!stored) return refuse('stopped-allocation-unknown', preemption.allocationId)
    writes.push({ wanted: preempted(stored, preemption), stop: undefined, preemption })
  }
  return writes
}

function withJob(allocation: Allocation, { job }: ApplyPlan): Allocation {
  if (allocation.job || !job || isTerminalAllocation(allocation)) return allocation
  const row = copyAllocation(allocation)
  row.job = job
  return row
}

function stopped(stored: Allocation, diff: StopDiff): Allocation {
  const row = copyAllocation(stored)
  row.desiredStatus = 'stop'
  row.desiredDescription = diff.description
  row.states = diff.states
  row.clientStatus = diff.clientStatus ?? stored.clientStatus
  row.followupEvaluationId = diff.followupEvaluationId || stored.followupEvaluationId
  row.modifyTime = diff.modifyTime || stored.modifyTime
  return row
}

function preempted(stored: Allocation, diff: PreemptDiff): Allocation {
  const row = copyAllocation(stored)
  row.preemptedByAllocation = diff.preemptedBy
  row.desiredStatus = 'evict'
  row.desiredDescription = preemptedBy(diff.preemptedBy)
  row.modifyTime = diff.modifyTime || stored.modifyTime
  return row
}

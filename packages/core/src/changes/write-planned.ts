// Writes one allocation of a plan: placed if it is new, else updated, stopped or preempted. Rules: semantics/1 §3.5 step 6.

import { type Draft, record } from '../draft.ts'
import { type Allocation, isTerminalAllocation } from '../entities/allocation.ts'
import { copyAllocation, healthAt } from '../entities/allocation-copy.ts'
import type { Effects } from '../entities/allocation-events.ts'
import type { Count } from '../entities/deployment-events.ts'
import { isStopped, jobKey } from '../entities/job.ts'
import { isRefusal, type Refusal, refuse } from '../refusal.ts'
import { countOf, effectsOf } from './counting.ts'
import type { JobName } from './job-names.ts'
import type { PlannedWrite } from './resolve-plan.ts'

/** The jobs of the allocations written, by key, and whether the last of each was live. */
export type PlannedJobs = Map<string, JobName & { readonly live: boolean }>

/** Writes the allocation and the link of the one it replaces. A new one of a job that is stopped or gone is left out. */
export function writePlanned(draft: Draft, write: PlannedWrite, jobs: PlannedJobs): Refusal | undefined {
  const { wanted } = write
  const stored = draft.tables.allocations.get(wanted.id)
  if (!stored && !wanted.job) return refuse('allocation-without-job', wanted.id)
  const key = jobKey(wanted.namespace, wanted.jobId)
  if (!stored && isStopped(draft.tables.jobs.get(key))) return undefined

  const row = stored ? merged(wanted, stored, draft.index) : wanted
  const isNewHealth = stored !== undefined && row.health !== stored.health
  const count = isNewHealth ? countOf(draft, row, stored) : undefined
  const effects = effectsOf(draft, row, stored)
  if (isRefusal(effects)) return prefixed(effects, row)
  if (row.evaluationId === '') return refuse('allocation-without-evaluation')
  if (stored) recordChange(draft, write, { row, stored, count, effects })
  else record(draft, { type: 'AllocationPlaced', allocation: row, count: effects.count, move: effects.move })
  if (draft.tables.allocations.has(row.previousAllocation)) {
    record(draft, { type: 'AllocationReplaced', allocationId: row.previousAllocation, by: row.id })
  }
  jobs.set(key, { namespace: row.namespace, jobId: row.jobId, live: !isTerminalAllocation(row) })
  return undefined
}

// Everything is the plan's but what the node said since: that stays, unless the plan gives the allocation up.
function merged(wanted: Allocation, stored: Allocation, index: number): Allocation {
  const givenUp = wanted.clientStatus === 'lost' || wanted.clientStatus === 'unknown'
  const row = copyAllocation(wanted)
  row.nextAllocation = stored.nextAllocation || wanted.nextAllocation
  row.taskStates = stored.taskStates
  if (!givenUp) row.clientStatus = stored.clientStatus
  if (!givenUp) row.clientDescription = stored.clientDescription
  row.job = wanted.job ?? stored.job
  row.createIndex = stored.createIndex
  row.modifyIndex = index
  row.allocationModifyIndex = index
  return row
}

function prefixed(refusal: Refusal, { jobId, namespace, group }: Allocation): Refusal {
  if (refusal.code === 'summary-missing') return refuse('plan-summary-missing', jobId, namespace)
  return refusal.code === 'summary-group-missing' ? refuse('plan-summary-group-missing', group) : refusal
}

interface Existing {
  readonly row: Allocation
  readonly stored: Allocation
  /** Counted for its health, with this entry or, in a deployment that has succeeded, before it. */
  readonly count: Count | undefined
  readonly effects: Effects
}

// A difference tells all there is to tell, unless this very plan wrote the allocation before.
function recordChange(draft: Draft, { stop, preemption }: PlannedWrite, existing: Existing): void {
  const { row, stored } = existing
  const { count, move } = existing.effects
  const untouched = draft.base.tables.allocations.get(row.id) === stored
  if (stop && untouched) {
    const { allocationId, description, followupEvaluationId, states, modifyTime } = stop
    const clientStatus = row.clientStatus === stored.clientStatus ? undefined : row.clientStatus
    record(draft, {
      type: 'AllocationStopped',
      allocationId,
      description,
      clientStatus,
      followupEvaluationId,
      states,
      modifyTime,
      count,
      move,
    })
  } else if (preemption && untouched) {
    const { allocationId, preemptedBy: by, modifyTime } = preemption
    record(draft, { type: 'AllocationPreempted', allocationId, by, modifyTime })
  } else {
    const allocation = withCountedHealth(row, existing.count, draft.index)
    record(draft, { type: 'AllocationUpdated', allocation, count, move })
  }
}

function withCountedHealth(wanted: Allocation, count: Count | undefined, index: number): Allocation {
  if (!wanted.health || !count || count.healthy + count.unhealthy === 0) return wanted
  const row = copyAllocation(wanted)
  row.health = healthAt(wanted.health, index)
  return row
}

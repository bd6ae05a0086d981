// How each fact changes the allocations table, and through its effects the deployment's and the summary's.
// Rules: semantics/1 §3.5, §3.7, §3.8, §3.11, §3.12.

import type { Draft } from '../draft.ts'
import type { EventMap } from '../event.ts'
import type { Folds } from '../evolve.ts'
import type { Allocation } from './allocation.ts'
import { copyAllocation, healthAt } from './allocation-copy.ts'
import type { AllocationEvents, Effects, HealthMark } from './allocation-events.ts'
import { countInDeployment } from './deployment-count.ts'
import { cancelFollowup } from './evaluation-folds.ts'
import { moveInSummary } from './summary-move.ts'

export const allocationFolds: Folds<keyof AllocationEvents> = {
  AllocationPlaced: (draft, event) => {
    take(draft, event)
    const row = copyAllocation(event.allocation)
    row.createIndex = draft.index
    row.modifyIndex = draft.index
    row.allocationModifyIndex = draft.index
    if (row.health) row.health = healthAt(row.health, draft.index)
    put(draft, row)
  },
  AllocationUpdated: (draft, event) => {
    take(draft, event)
    put(draft, event.allocation)
  },
  AllocationStopped: (draft, event) => {
    take(draft, event)
    editAllocation(draft, event.allocationId, (row) => {
      row.desiredStatus = 'stop'
      row.desiredDescription = event.description
      row.states = event.states
      if (event.clientStatus) row.clientStatus = event.clientStatus
      if (event.followupEvaluationId !== '') row.followupEvaluationId = event.followupEvaluationId
      if (event.modifyTime !== 0) row.modifyTime = event.modifyTime
      row.allocationModifyIndex = draft.index
    })
  },
  AllocationPreempted: (draft, { allocationId, by, modifyTime }) =>
    editAllocation(draft, allocationId, (row) => {
      row.preemptedByAllocation = by
      row.desiredStatus = 'evict'
      row.desiredDescription = preemptedBy(by)
      if (modifyTime !== 0) row.modifyTime = modifyTime
      row.allocationModifyIndex = draft.index
    }),
  AllocationReplaced: (draft, { allocationId, by }) =>
    editAllocation(draft, allocationId, (row) => {
      row.nextAllocation = by
    }),
  AllocationMarkedHealthy: (draft, event) => markHealth(draft, event, true),
  AllocationMarkedUnhealthy: (draft, event) => markHealth(draft, event, false),
  CanaryPromoted: (draft, { allocationId }) =>
    editAllocation(draft, allocationId, (row) => {
      if (row.health) row.health = healthAt({ ...row.health, canary: false }, draft.index)
      row.allocationModifyIndex = draft.index
    }),
  AllocationReported: report,
  AllocationTransitionAsked: (draft, { allocationId, transition }) =>
    editAllocation(draft, allocationId, (row) => {
      row.desiredTransition = { ...row.desiredTransition, ...transition }
      row.allocationModifyIndex = draft.index
    }),
}

/** What a preempted allocation's description says. */
export function preemptedBy(allocationId: string): string {
  return `Preempted by alloc ID ${allocationId}`
}

function report(draft: Draft, event: EventMap['AllocationReported']): void {
  take(draft, event)
  if (event.canceledEvaluationId !== '') cancelFollowup(draft, event.canceledEvaluationId)
  editAllocation(draft, event.allocationId, (row) => {
    row.clientStatus = event.clientStatus
    row.clientDescription = event.clientDescription
    row.taskStates = event.taskStates
    row.networkStatus = event.networkStatus
    if (event.health) row.health = healthAt(event.health, draft.index)
    row.modifyTime = event.modifyTime
    if (event.reconnected) row.followupEvaluationId = ''
  })
}

function markHealth(draft: Draft, { allocationId, timestamp, count }: HealthMark, healthy: boolean): void {
  if (count) countInDeployment(draft, count)
  editAllocation(draft, allocationId, (row) => {
    row.health = { healthy, timestamp, canary: row.health?.canary ?? false, modifyIndex: draft.index }
    row.modifyTime = timestamp
  })
}

function take(draft: Draft, { count, move }: Effects): void {
  if (count) countInDeployment(draft, count)
  if (move) moveInSummary(draft, move)
}

/** Changes a copy of a stored allocation; nothing happens to the rows when there is none. */
export function editAllocation(
  draft: Draft,
  id: string,
  change: (row: ReturnType<typeof copyAllocation>) => void,
): void {
  draft.indexes.allocs = draft.index
  draft.tables.allocations = draft.tables.allocations.update(
    id,
    (stored) => {
      if (!stored) return undefined
      const row = copyAllocation(stored)
      row.modifyIndex = draft.index
      change(row)
      return row
    },
    draft.edit,
  )
}

function put(draft: Draft, row: Allocation): void {
  draft.tables.allocations = draft.tables.allocations.set(row, draft.edit)
  draft.indexes.allocs = draft.index
}

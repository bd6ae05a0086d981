// Adds wishes about allocations (migrate, reschedule, stop at once), with the evaluations that are to fulfil them.
// The jobs' status is not derived again. Rules: semantics/1 §3.12.

import { type Draft, record } from '../draft.ts'
import type { DesiredTransition } from '../entities/allocation.ts'
import type { Evaluation } from '../entities/evaluation.ts'
import { compareBytes } from '../order.ts'
import { upsertEvaluation } from './upsert-evaluation.ts'

/** Wishes by allocation; unknown ones are skipped, but the allocations' index moves. */
export interface TransitionAllocations {
  readonly transitions: readonly { readonly allocationId: string; readonly transition: DesiredTransition }[]
  readonly evaluations: readonly Evaluation[]
}

export function applyTransitionAllocations(draft: Draft, change: TransitionAllocations): undefined {
  const ordered = [...change.transitions].sort((a, b) => compareBytes(a.allocationId, b.allocationId))
  const known = ordered.filter(({ allocationId }) => draft.tables.allocations.has(allocationId))
  for (const { allocationId, transition } of known) {
    record(draft, { type: 'AllocationTransitionAsked', allocationId, transition })
  }
  if (known.length === 0) record(draft, { type: 'IndexesMoved', tables: ['allocs'] })
  for (const evaluation of change.evaluations) upsertEvaluation(draft, evaluation)
}

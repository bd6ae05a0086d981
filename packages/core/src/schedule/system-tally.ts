// The counters of a system or sysbatch attempt, by group. Rules: semantics/2 §5.4 steps 4, 5, 7, 9.

import { type Counters, noUpdates } from '../reconcile/pass.ts'
import type { DesiredUpdates } from '../reconcile/reconciliation.ts'

/** One group's counters. */
export interface GroupTally {
  readonly desired: Counters
  /** Allocations that the group could have: wanted, kept, or to be replaced, less those that fit nowhere. */
  candidates: number
  /** Allocations to replace, whether their turn has come or not. */
  destructive: number
  /** Allocations that go on in place or as they are. */
  kept: number
  queued: number
}

/** Group → counters. A group is there once something was counted for it. */
export type Tally = Map<string, GroupTally>

/** The group's counters. */
export function tallyOf(tally: Tally, group: string): GroupTally {
  const known = tally.get(group)
  if (known) return known
  const fresh = { desired: noUpdates(group), candidates: 0, destructive: 0, kept: 0, queued: 0 }
  tally.set(group, fresh)
  return fresh
}

/** The annotations of a plan. */
export function desiredOf(tally: Tally): readonly DesiredUpdates[] {
  return [...tally.values()].map(({ desired }) => desired)
}

// Allocations whose node is back, and the replacements that were placed meanwhile (semantics/2 §2.9).

import type { Allocation, Job } from '@cutover/core'
import { type Group, isOlder, isServerTerminal } from './rows.ts'

/** One that goes, and why. */
export interface Loser {
  readonly row: Allocation
  readonly status: string
  readonly text: string
}

const notNeeded = 'alloc not needed due to job update'

/** Which go: of those that are back, and of their replacements. One that goes on its own account may have gone for another already. */
export function losersOf(
  back: readonly Allocation[],
  all: readonly Allocation[],
  job: Job,
  group: Group,
): readonly Loser[] {
  const losers: Loser[] = []
  for (const row of back) {
    if (!isServerTerminal(row) && row.clientStatus === 'failed')
      losers.push({ row, text: 'alloc was rescheduled because it failed', status: 'failed' })
    else if (isUnwanted(row, job)) losers.push({ row, text: notNeeded, status: '' })
    else
      for (const loser of pairLosers(row, all, group))
        if (!losers.some((one) => one.row.id === loser.row.id)) losers.push(loser)
  }
  return losers
}

function pairLosers(row: Allocation, all: readonly Allocation[], group: Group): readonly Loser[] {
  const others = chainOf(row, all).filter((other) => !isServerTerminal(other))
  return others.map((other) =>
    isKept(row, other, group)
      ? { row: other, text: 'alloc not needed due to disconnected client reconnect', status: '' }
      : { row, text: notNeeded, status: '' },
  )
}

/** What nobody wants back. */
export function isUnwanted(row: Allocation, job: Job): boolean {
  const { migrate, reschedule, forceReschedule } = row.desiredTransition
  return row.desiredStatus !== 'run' || Boolean(migrate || reschedule || forceReschedule) || isOlder(row, job)
}

function chainOf(row: Allocation, all: readonly Allocation[]): readonly Allocation[] {
  const chain: Allocation[] = []
  for (let id = row.nextAllocation; id !== ''; ) {
    const next = all.find((one) => one.id === id)
    if (!next || chain.includes(next)) break
    chain.push(next)
    id = next.nextAllocation
  }
  return chain.filter((one) => one.id !== row.id)
}

function isKept(row: Allocation, other: Allocation, group: Group): boolean {
  const [own, its] = [row.job, other.job]
  if (own && its && (its.version > own.version || its.createIndex > own.createIndex)) return false
  const strategy = group.Disconnect?.Reconcile || 'best_score'
  // No pass of the arbitraries has scores or started tasks, so every other strategy keeps the original.
  return strategy !== 'keep_replacement'
}

// An allocation that a pass found, with what the pass remembers about it while it moves between the sets.

import type { Allocation } from '../entities/allocation.ts'
import type { Job } from '../entities/job.ts'
import { compareBytes } from '../order.ts'
import { nameIndexOf } from './name-index.ts'

/** One found allocation. All lists of found allocations are kept or brought into rank order (§8.1). */
export interface Found {
  /** As the pass leaves it: a copy once the pass wrote a follow-up evaluation onto it. */
  allocation: Allocation
  readonly nameIndex: number
  /** Its place in the order by name index, create index and id. */
  rank: number
  /** It is a canary of the current deployment and stays one. */
  canary: boolean
  /** It is in the migrating set. */
  migrating: boolean
  /** It was stopped and has left the sets of what stays. */
  gone: boolean
  /** Its copy marked unknown, when its node is disconnected. */
  disconnected: Allocation | undefined
  /** The follow-up evaluation that its loss or disconnection waits for, or empty. */
  followupId: string
}

/** Makes found allocations of those of a group that count, in rank order. */
export function rank(
  allocations: readonly Allocation[],
  counts: (allocation: Allocation) => boolean,
  prefixLength: number,
): Found[] {
  const result: Found[] = []
  for (const allocation of allocations) {
    if (!counts(allocation)) continue
    result.push({
      allocation,
      nameIndex: nameIndexOf(allocation.name, prefixLength),
      rank: 0,
      canary: false,
      migrating: false,
      gone: false,
      disconnected: undefined,
      followupId: '',
    })
  }
  result.sort(byPlace)
  for (const [place, found] of result.entries()) found.rank = place
  return result
}

function byPlace(a: Found, b: Found): number {
  return (
    a.nameIndex - b.nameIndex ||
    a.allocation.createIndex - b.allocation.createIndex ||
    compareBytes(a.allocation.id, b.allocation.id)
  )
}

/** Compares by rank, for lists put together from several sets. */
export function byRank(a: Found, b: Found): number {
  return a.rank - b.rank
}

/** How to choose among equals where Nomad takes whatever its maps bring first. */
export function byTie(ties: 'name' | 'id' | undefined): (a: Found, b: Found) => number {
  return ties === 'id' ? (a, b) => compareBytes(a.allocation.id, b.allocation.id) : byRank
}

/** Compares for removal: higher name index first, then the older one, then by id. */
export function byRemoval(a: Found, b: Found): number {
  return b.nameIndex - a.nameIndex || a.rank - b.rank
}

/** Whether an allocation was placed with a lower version or incarnation of the job. */
export function isOlder(allocation: Allocation, job: Job): boolean {
  const own = allocation.job
  return own === undefined || own.version < job.version || own.createIndex < job.createIndex
}

/** Whether an allocation was placed with this version and incarnation of the job. */
export function isSameIncarnation(allocation: Allocation, job: Job): boolean {
  const own = allocation.job
  return own !== undefined && own.version === job.version && own.createIndex === job.createIndex
}

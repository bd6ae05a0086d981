// Allocations on nodes that lost their connection, and lost ones that their node stops by itself. Rules: semantics/2 §2.10,
// §2.11.

import type { Allocation } from '../entities/allocation.ts'
import { fromNanos, later, type Micros, plus, seconds } from '../time.ts'
import { lostAfter, lostSince, ownGroup, stopOnClientAfter } from './connection.ts'
import { createFollowups } from './followups.ts'
import { byRank, type Found } from './found.ts'
import type { Delayed, GroupPass } from './pass.ts'
import { allocationText } from './reconciliation.ts'
import { split } from './replacements.ts'

/** How long a task may take to stop when it does not say. */
const defaultKillTimeout: Micros = seconds(5)

/** Marks them unknown until a time-out, and replaces at once those whose policy says so. */
export function settleDisconnecting(group: GroupPass): void {
  if (group.disconnecting.length === 0) return
  group.untainted = group.untainted.concat(split(group, group.disconnecting, 'disconnected'))
  const { now } = group.pass.input
  const expiries = group.disconnecting.map((found) => ({ found, time: plus(now, lostAfter(found.allocation)) }))
  createFollowups(group, 'max-disconnect-timeout', expiries)
  for (const { found } of expiries) found.disconnected = unknownCopy(found, now)
  group.counters.disconnect = expiries.length
  group.counters.rescheduleNow = group.now.length
}

function unknownCopy({ allocation, followupId }: Found, now: Micros): Allocation {
  return {
    ...allocation,
    clientStatus: 'unknown',
    clientDescription: allocationText.unknown,
    states: [...(allocation.states ?? []), { field: 0, value: 'unknown', time: now }],
    followupEvaluationId: followupId,
  }
}

/** Expired allocations are lost; a loss waits for its node to stop it, and holds back the group's placements. */
export function delayLosses(group: GroupPass): void {
  group.lost = group.lost.concat(group.expiring).sort(byRank)
  const delayed = group.lost.flatMap((found) => stopsLater(found, group.pass.input.now))
  group.lossDelayed = delayed.length > 0
  createFollowups(group, 'alloc-failure', delayed)
}

function stopsLater(found: Found, now: Micros): Delayed[] {
  const { allocation } = found
  const after = stopOnClientAfter(allocation)
  if (after === 0) return []
  let killTimeout = defaultKillTimeout
  for (const task of ownGroup(allocation)?.Tasks ?? []) killTimeout = later(killTimeout, fromNanos(task.KillTimeout))
  const time = plus(plus(lostSince(allocation) ?? now, after), killTimeout)
  return time > now ? [{ found, time }] : []
}

// Which failed or disconnected allocations are replaced now, which later, and which just stay. Rules: semantics/2 §2.7.

import { type Allocation, isClientTerminal, isServerTerminal, isTerminalAllocation } from '../entities/allocation.ts'
import { isActive } from '../entities/deployment.ts'
import { type Micros, seconds, zero } from '../time.ts'
import { replacesDisconnected, unknownSince } from './connection.ts'
import type { Found } from './found.ts'
import type { GroupPass } from './pass.ts'
import type { NextReschedule } from './reschedule.ts'
import { lastRescheduleFailed, mayReschedule, newestFinish, ownReschedule } from './reschedule-time.ts'

/** A reschedule due within this time counts as due now. */
const rescheduleWindow: Micros = seconds(1)

/** Whether a set is split because of failures or because its nodes are disconnected. */
export type SplitMode = 'failed' | 'disconnected'

/** Undefined: its history and its policy decide. */
type Verdict = 'keep' | 'drop' | undefined
type Due = 'now' | 'never' | Micros

/** Splits the untainted set, then looks for stopped and rescheduled allocations in the migrating one, which stays whole. */
export function splitReplacements(group: GroupPass): void {
  group.untainted = split(group, group.untainted, 'failed')
  const { placesMigratingTwice } = group.pass.quirks
  split(group, placesMigratingTwice ? group.migrate : group.migrate.filter(isNotMovedByMigration), 'failed')
}

/** The migration of a batch allocation that was stopped by a user places nothing by itself. Rules: §2.15. */
export function isNotMovedByMigration(found: Found): boolean {
  const { desiredTransition: transition, job } = found.allocation
  if (job?.document.Type !== 'batch') return false
  return transition.reschedule === true || transition.migrateDisablePlacement === true
}

/** Adds what is due to the group's sets `now` and `later`; answers what stays. */
export function split(group: GroupPass, set: readonly Found[], mode: SplitMode): Found[] {
  const keep: Found[] = []
  for (const found of set) {
    const due = dueOf(group, found.allocation, mode)
    if (due === 'dropped') continue
    if (due === 'now') {
      group.now.push(found)
      continue
    }
    keep.push(found)
    if (due !== 'never') group.later.push({ found, time: due })
  }
  return keep
}

function dueOf(group: GroupPass, allocation: Allocation, mode: SplitMode): Due | 'dropped' {
  if (mode === 'disconnected' && allocation.clientStatus === 'unknown') return 'dropped'
  if (allocation.nextAllocation !== '' && isTerminalAllocation(allocation)) return 'dropped'
  const verdict = group.pass.input.isBatch ? batchVerdict(allocation) : serviceVerdict(allocation)
  if (verdict === 'drop') return 'dropped'
  return verdict === 'keep' && mode === 'failed' ? 'never' : dueTime(group, allocation, mode)
}

function batchVerdict(allocation: Allocation): Verdict {
  const { desiredTransition: transition, desiredStatus: desired } = allocation
  if (transition.migrateDisablePlacement === true) return 'keep'
  if (transition.reschedule === true) return undefined
  if (desired === 'stop') {
    if (ranSuccessfully(allocation)) return 'keep'
    return lastRescheduleFailed(allocation) ? undefined : 'drop'
  }
  if (desired === 'evict') return 'drop'
  return allocation.clientStatus === 'failed' ? undefined : 'keep'
}

function serviceVerdict(allocation: Allocation): Verdict {
  if (isServerTerminal(allocation)) return lastRescheduleFailed(allocation) ? undefined : 'drop'
  return allocation.clientStatus === 'complete' || allocation.clientStatus === 'lost' ? 'drop' : undefined
}

function ranSuccessfully(allocation: Allocation): boolean {
  const { taskStates } = allocation
  if (taskStates === undefined || taskStates.length === 0) return false
  return taskStates.every((task) => task.state === 'dead' && !task.failed)
}

/** When an examined allocation may be replaced. Failures inside an active deployment wait for its watcher's grant. */
function dueTime(group: GroupPass, allocation: Allocation, mode: SplitMode): Due {
  const { current, input } = group.pass
  const transition = allocation.desiredTransition
  const granted = transition.reschedule === true
  if (current && !granted && allocation.deploymentId === current.id && isActive(current)) return 'never'
  const forced = transition.forceReschedule === true && isClientTerminal(allocation)
  const otherwise: Due = forced ? 'now' : 'never'
  if (mode === 'disconnected' && !replacesDisconnected(allocation)) return otherwise
  const next = candidateTime(group, allocation, mode)
  if (next === undefined || !next.permitted) return otherwise
  const asked = allocation.followupEvaluationId === input.evaluationId
  if (asked || next.time - input.now <= rescheduleWindow) return 'now'
  return forced || allocation.followupEvaluationId !== '' ? otherwise : next.time
}

function candidateTime(group: GroupPass, allocation: Allocation, mode: SplitMode): NextReschedule | undefined {
  const { input } = group.pass
  if (mode === 'disconnected') return ownReschedule(allocation, input.now)
  if (allocation.clientStatus === 'unknown' && allocation.followupEvaluationId === input.evaluationId) {
    return ownReschedule(allocation, unknownSince(allocation) ?? zero)
  }
  return mayReschedule(allocation) ? ownReschedule(allocation, newestFinish(allocation)) : undefined
}

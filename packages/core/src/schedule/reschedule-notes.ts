// What a plan writes on an allocation that was to be rescheduled, once it is known whether its replacement found a
// node. Rules: semantics/2 §4.4 steps 8 and 9.

import type { Allocation } from '../entities/allocation.ts'
import { replacementsIn } from '../entities/reschedule-tracker.ts'
import type { Attempt } from './attempt.ts'
import type { Building } from './place.ts'
import { type Plan, planUpdate } from './plan.ts'
import { unstageStop } from './staging.ts'

/** Takes back the last stop on the allocation's node, if it is the allocation's. */
export function takeStopBack(attempt: Attempt, plan: Plan, allocation: Allocation): void {
  let last = plan.stops.length - 1
  while (last >= 0 && plan.stops[last]?.allocation.nodeId !== allocation.nodeId) last -= 1
  if (plan.stops[last]?.allocation.id !== allocation.id) return
  plan.stops.splice(last, 1)
  if (!plan.stops.some((stop) => stop.allocation.id === allocation.id)) unstageStop(attempt.staging, allocation)
}

/** No node was found: the failed allocation stays, with a note, so that a later pass finds it again. */
export function noteUnplaced({ attempt, plan }: Building, previous: Allocation): void {
  takeStopBack(attempt, plan, previous)
  const noted = withNote(previous, 'no placement')
  planUpdate(attempt, plan, attempt.quirks.movesUnplacedToCurrentJob ? { ...noted, job: attempt.job } : noted)
}

/** A node was found: the entry of the failed allocation becomes a plain copy, and what the stop was to say is lost. */
export function noteReplaced({ attempt, plan }: Building, previous: Allocation): void {
  const { id, desiredDescription, followupEvaluationId } = previous
  for (const [position, stop] of plan.stops.entries()) {
    if (stop.allocation.id !== id || !attempt.quirks.losesRescheduleText) continue
    plan.stops[position] = { ...stop, clientStatus: '', description: desiredDescription, followupEvaluationId }
  }
  for (const [position, update] of plan.updates.entries()) {
    if (update.id === id) plan.updates[position] = withNote(update, 'ok')
  }
}

function withNote(allocation: Allocation, lastReschedule: string): Allocation {
  return { ...allocation, rescheduleTracker: { events: replacementsIn(allocation.rescheduleTracker), lastReschedule } }
}

// What an allocation remembers of the replacements before it. Rules: semantics/2 §2.7, §4.4.

import type { Micros } from '../time.ts'

/** One replacement that happened. */
export interface RescheduleEvent {
  readonly rescheduleTime: Micros
  readonly previousAllocationId: string
  readonly previousNodeId: string
  readonly delay: Micros
}

const none: readonly RescheduleEvent[] = []

/** The replacements before an allocation that has this tracker, oldest first. */
export function replacementsIn(tracker: RescheduleTracker | undefined): readonly RescheduleEvent[] {
  return tracker?.events ?? none
}

/** The replacements before an allocation, oldest first, and how the last attempt ended: `''`, `ok` or `no placement`. */
export interface RescheduleTracker {
  readonly events: readonly RescheduleEvent[]
  readonly lastReschedule: string
}

// The history of a job's scaling actions. Rules: semantics/1 §1.8.

import type { JsonObject } from '../json.ts'
import { compareBytes } from '../order.ts'
import type { Micros } from '../time.ts'

/** One scaling action or message about one. */
export interface ScalingEvent {
  readonly time: Micros
  readonly previousCount: number
  readonly count: number | undefined
  readonly message: string
  readonly error: boolean
  readonly meta: JsonObject | undefined
  readonly evaluationId: string | undefined
  readonly createIndex: number
}

/** All scaling events of a job by group, newest first, at most 20 a group. */
export interface JobScalingEvents {
  readonly namespace: string
  readonly jobId: string
  readonly groups: readonly { readonly group: string; readonly events: readonly ScalingEvent[] }[]
  readonly modifyIndex: number
}

const scalingEventsMax = 20

/** The history with one more event, newest first, of the group that it concerns. */
export function recordScaling(history: JobScalingEvents, group: string, event: ScalingEvent): JobScalingEvents {
  const known = history.groups.some((entry) => entry.group === group)
  const groups = known ? history.groups : [...history.groups, { group, events: [] }]
  return {
    namespace: history.namespace,
    jobId: history.jobId,
    groups: groups
      .map((entry) =>
        entry.group === group ? { group, events: [event, ...entry.events].slice(0, scalingEventsMax) } : entry,
      )
      .sort((a, b) => compareBytes(a.group, b.group)),
    modifyIndex: event.createIndex,
  }
}

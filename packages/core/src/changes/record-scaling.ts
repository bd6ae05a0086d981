// Adds a line to a job's scaling history; neither the job nor the group needs to exist. Rules: semantics/1 §3.4.

import { type Draft, record } from '../draft.ts'
import type { ScalingEvent } from '../entities/scaling.ts'
import type { Refusal } from '../refusal.ts'

/** One scaling action or a message about one. */
export interface RecordScaling {
  readonly namespace: string
  readonly jobId: string
  readonly group: string
  readonly scaling: Omit<ScalingEvent, 'createIndex'>
}

export function applyRecordScaling(
  draft: Draft,
  { namespace, jobId, group, scaling }: RecordScaling,
): Refusal | undefined {
  record(draft, { type: 'ScalingRecorded', namespace, jobId, group, scaling: { ...scaling, createIndex: draft.index } })
  return undefined
}

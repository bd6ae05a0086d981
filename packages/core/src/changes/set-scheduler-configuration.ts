// Sets the cluster-wide scheduler configuration, if it is still the one that the caller saw. Rules: semantics/1 §3.15.

import { type Draft, record } from '../draft.ts'
import type { Refusal } from '../refusal.ts'
import type { SchedulerConfiguration } from '../state.ts'

/** The configuration as it is to be. */
export interface SetSchedulerConfiguration {
  readonly configuration: Omit<SchedulerConfiguration, 'createIndex' | 'modifyIndex'>
  /** The ModifyIndex that it must have; undefined: whatever. A mismatch changes nothing and is not refused. */
  readonly expectedIndex: number | undefined
}

export function applySetSchedulerConfiguration(draft: Draft, change: SetSchedulerConfiguration): Refusal | undefined {
  const before = draft.schedulerConfiguration
  if (change.expectedIndex !== undefined && change.expectedIndex !== (before?.modifyIndex ?? 0)) return undefined
  const indexes = { createIndex: before?.createIndex ?? draft.index, modifyIndex: draft.index }
  record(draft, { type: 'SchedulerConfigurationSet', configuration: { ...change.configuration, ...indexes } })
  return undefined
}

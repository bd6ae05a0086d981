// Stops or purges several jobs in one transaction: what the garbage collector does. Rules: semantics/1 §3.3.

import type { Draft } from '../draft.ts'
import type { Refusal } from '../refusal.ts'
import type { Micros } from '../time.ts'
import { type StopOrder, stopOrPurge } from './deregister-job.ts'

/** The jobs, in the order in which they go. The first refusal undoes all. */
export interface BatchDeregisterJobs {
  readonly jobs: readonly StopOrder[]
  readonly submitTime: Micros
}

export function applyBatchDeregisterJobs(draft: Draft, change: BatchDeregisterJobs): Refusal | undefined {
  for (const order of change.jobs) {
    const refusal = stopOrPurge(draft, order, change.submitTime)
    if (refusal) return refusal
  }
  return undefined
}

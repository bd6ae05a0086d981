// What happens to allocations. Most facts also count in the deployment and move a counter of the job's summary.
// Rules: semantics/1 §3.5, §3.7, §3.8, §3.11, §3.12.

import type { Json } from '../json.ts'
import type { Micros } from '../time.ts'
import type {
  Allocation,
  AllocationHealth,
  AllocationStateEntry,
  ClientStatus,
  DesiredTransition,
  NamedTaskState,
} from './allocation.ts'
import type { Count } from './deployment-events.ts'

/** From which to which client status an allocation moves in its job's summary; from `''` when it is new. */
export interface SummaryMove {
  readonly namespace: string
  readonly jobId: string
  readonly group: string
  readonly from: ClientStatus | ''
  readonly to: ClientStatus
}

/** What the write of an allocation does to its deployment and to its job's summary. */
export interface Effects {
  readonly count: Count | undefined
  readonly move: SummaryMove | undefined
}

/** Health set by hand: counted, but not seen by the summary. */
export interface HealthMark {
  readonly allocationId: string
  readonly timestamp: Micros
  readonly count: Count | undefined
}

/** Allocation event type → what it carries. */
export interface AllocationEvents {
  /** A plan placed a new allocation. */
  AllocationPlaced: Effects & { readonly allocation: Allocation }
  /** A plan wrote a whole allocation over the stored one; the row is complete. */
  AllocationUpdated: Effects & { readonly allocation: Allocation }
  /** A plan stopped an allocation. An empty id or an undefined status keeps what is stored. */
  AllocationStopped: Effects & {
    readonly allocationId: string
    readonly description: string
    readonly clientStatus: ClientStatus | undefined
    readonly followupEvaluationId: string
    readonly states: readonly AllocationStateEntry[] | undefined
    readonly modifyTime: Micros
  }
  /** A plan evicted an allocation for another job's. */
  AllocationPreempted: { readonly allocationId: string; readonly by: string; readonly modifyTime: Micros }
  /** Another allocation took over. */
  AllocationReplaced: { readonly allocationId: string; readonly by: string }
  AllocationMarkedHealthy: HealthMark
  AllocationMarkedUnhealthy: HealthMark
  /** A canary is one no longer: its group was promoted. */
  CanaryPromoted: { readonly allocationId: string }
  /** A node said how an allocation is. */
  AllocationReported: Effects & {
    readonly allocationId: string
    readonly clientStatus: ClientStatus
    readonly clientDescription: string
    readonly taskStates: readonly NamedTaskState[] | undefined
    readonly networkStatus: Json
    /** The health from now on; undefined when the report changes nothing about it. */
    readonly health: Omit<AllocationHealth, 'modifyIndex'> | undefined
    readonly modifyTime: Micros
    /** It was out of touch and is back: what was to follow then is forgotten. */
    readonly reconnected: boolean
    /** The evaluation that was to follow, when no other allocation waits for it any more; else empty. */
    readonly canceledEvaluationId: string
  }
  /** Wishes about an allocation were added to those before. */
  AllocationTransitionAsked: { readonly allocationId: string; readonly transition: DesiredTransition }
}

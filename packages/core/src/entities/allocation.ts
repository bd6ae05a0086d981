// An allocation: one instance of a task group on a node. Rules: semantics/1 §1.5.

import type { Json, JsonObject } from '../json.ts'
import type { Micros } from '../time.ts'
import type { Job } from './job.ts'
import type { RescheduleTracker } from './reschedule-tracker.ts'

/** What the servers want. */
export type DesiredStatus = 'run' | 'stop' | 'evict'

/** What the node reports. */
export type ClientStatus = 'pending' | 'running' | 'complete' | 'failed' | 'lost' | 'unknown'

/** Optional wishes; a present field overrides, an absent one leaves. */
export interface DesiredTransition {
  readonly migrate?: boolean
  readonly reschedule?: boolean
  readonly forceReschedule?: boolean
  readonly noShutdownDelay?: boolean
  readonly migrateDisablePlacement?: boolean
}

/** Health as a deployment sees it (Nomad: `DeploymentStatus`). `healthy` undefined is "not decided", not "unhealthy". */
export interface AllocationHealth {
  readonly healthy: boolean | undefined
  readonly timestamp: Micros
  readonly canary: boolean
  /** Index of the last change of health or canary flag. */
  readonly modifyIndex: number
}

/** One task as its node reports it. Unknown fields of the report are kept in `rest`. */
export interface TaskState {
  readonly state: string
  readonly failed: boolean
  readonly restarts: number
  readonly lastRestart: Micros
  readonly startedAt: Micros
  readonly finishedAt: Micros
  readonly events: readonly JsonObject[] | undefined
  readonly rest?: JsonObject
}

/** A task's state by name, in name order. */
export interface NamedTaskState extends TaskState {
  readonly task: string
}

/** An entry of an allocation's history of client states (Nomad: `AllocStates`). */
export interface AllocationStateEntry {
  /** 0: client status. */
  readonly field: number
  readonly value: string
  readonly time: Micros
}

/** One allocation. An empty string is "none" for ids. */
export interface Allocation {
  readonly id: string
  readonly namespace: string
  readonly evaluationId: string
  /** `job.group[index]`. */
  readonly name: string
  readonly nodeId: string
  readonly nodeName: string
  readonly jobId: string
  /** The whole job as of the version it runs. */
  readonly job: Job | undefined
  readonly group: string
  /** Nomad's `AllocatedResources`, kept as it is. */
  readonly resources: Json
  readonly metrics: Json
  readonly desiredStatus: DesiredStatus
  readonly desiredDescription: string
  readonly desiredTransition: DesiredTransition
  readonly clientStatus: ClientStatus
  readonly clientDescription: string
  readonly taskStates: readonly NamedTaskState[] | undefined
  readonly networkStatus: Json
  readonly deploymentId: string
  readonly health: AllocationHealth | undefined
  readonly states: readonly AllocationStateEntry[] | undefined
  readonly previousAllocation: string
  readonly nextAllocation: string
  readonly followupEvaluationId: string
  readonly rescheduleTracker: RescheduleTracker | undefined
  readonly preemptedAllocations: readonly string[] | undefined
  readonly preemptedByAllocation: string
  readonly createIndex: number
  readonly modifyIndex: number
  /** Like modifyIndex, but not moved by reports, health marks or the back-link of a replacement. */
  readonly allocationModifyIndex: number
  readonly createTime: Micros
  readonly modifyTime: Micros
  /** Fields of an imported row that the engine does not interpret. */
  readonly rest?: JsonObject
}

/** By the newest entry of its history of client states its node was out of touch. */
export function wasUnknown({ states }: Pick<Allocation, 'states'>): boolean {
  return states?.findLast(({ field, value }) => field === clientStatusField && value !== '')?.value === 'unknown'
}

/** What `field` of an entry of that history is for a client status. */
export const clientStatusField = 0

/** The servers want it gone. */
export function isServerTerminal(allocation: Allocation): boolean {
  return allocation.desiredStatus === 'stop' || allocation.desiredStatus === 'evict'
}

/** The node is done with it. `unknown` is not terminal. */
export function isClientTerminal(allocation: Pick<Allocation, 'clientStatus'>): boolean {
  const status = allocation.clientStatus
  return status === 'complete' || status === 'failed' || status === 'lost'
}

/** Server- or client-terminal. */
export function isTerminalAllocation(allocation: Allocation): boolean {
  return isServerTerminal(allocation) || isClientTerminal(allocation)
}

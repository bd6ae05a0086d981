// What a pass is given and what it answers: wanted against found, as values. Rules: semantics/2 §1.

import type { Allocation, ClientStatus } from '../entities/allocation.ts'
import type { Deployment, DeploymentStatus } from '../entities/deployment.ts'
import type { Evaluation } from '../entities/evaluation.ts'
import type { Job } from '../entities/job.ts'
import type { Node } from '../entities/node.ts'
import type { GroupDocument } from '../job-document/document.ts'
import type { Trigger } from '../manager.ts'
import type { Quirks } from '../quirks.ts'
import type { Micros } from '../time.ts'
import type { NameIndex } from './name-index.ts'

/** What becomes of an allocation that was placed with another version of its job. Rules: §3.1. */
export type UpdateDecision =
  | { readonly kind: 'ignore' }
  | { readonly kind: 'destructive' }
  | { readonly kind: 'inplace'; readonly allocation: Allocation }

/** Everything one pass looks at. */
export interface ReconcileInput {
  /** Undefined when the job was purged, which counts as stopped. */
  readonly job: Job | undefined
  readonly jobId: string
  readonly namespace: string
  /** Whether the evaluation is for a batch job. */
  readonly isBatch: boolean
  /** The job's latest deployment, whatever its status or version; none for batch jobs. */
  readonly deployment: Deployment | undefined
  /** All allocations of the job id, of every version, status and incarnation, in any order. */
  readonly allocations: readonly Allocation[]
  readonly evaluationId: string
  readonly evaluationPriority: number
  /** Nodes to consider, by id; undefined for a node that no longer exists. A node not in the map is healthy. */
  readonly tainted: ReadonlyMap<string, Node | undefined>
  readonly now: Micros
  readonly decideUpdate: (allocation: Allocation, job: Job, group: GroupDocument) => UpdateDecision
  /** Ids for a new deployment and for follow-up evaluations. */
  readonly newId: () => string
  /** Default: all as Nomad does it. */
  readonly quirks?: Quirks
  /** Default: by name. */
  readonly ties?: Trigger['ties']
}

/** A wish for a new allocation. */
export interface Placement {
  readonly group: string
  readonly name: string
  readonly canary: boolean
  /** The allocation it replaces, as this pass leaves it. */
  readonly previous: Allocation | undefined
  readonly reschedule: boolean
  readonly lost: boolean
  /** Place it with the newest stable version of the job, not older than `minJobVersion`. */
  readonly downgrade: boolean
  readonly minJobVersion: number
}

/** An allocation to stop, and another to place under the same name. */
export interface DestructiveUpdate {
  readonly group: string
  readonly name: string
  readonly stop: Allocation
  readonly description: string
}

/** An allocation to stop. */
export interface AllocationStop {
  /** As this pass leaves it. */
  readonly allocation: Allocation
  /** Empty: leave the client status. */
  readonly clientStatus: ClientStatus | ''
  readonly description: string
  /** Empty: leave the follow-up evaluation. */
  readonly followupEvaluationId: string
}

/** A deployment's new status. */
export interface DeploymentStatusUpdate {
  readonly deploymentId: string
  readonly status: DeploymentStatus
  readonly description: string
}

/** A group's counters as a job plan shows them; not simply the lengths of the lists (§2.16). */
export interface DesiredUpdates {
  readonly group: string
  readonly ignore: number
  readonly place: number
  readonly migrate: number
  readonly stop: number
  readonly inPlaceUpdate: number
  readonly destructiveUpdate: number
  readonly canary: number
  readonly disconnect: number
  readonly reconnect: number
  readonly rescheduleNow: number
  readonly rescheduleLater: number
}

/** The evaluations to create for one group: time-outs first, then delayed losses, then delayed reschedules. */
export interface GroupFollowups {
  readonly group: string
  readonly evaluations: readonly Evaluation[]
}

/** What one pass wants. Lists are in the canonical order of §8.1: groups of the job, then removed ones by name. */
export interface Reconciliation {
  /** To be created; or, while `initializing`, to be stored again in full. */
  readonly newDeployment: Deployment | undefined
  readonly deploymentUpdates: readonly DeploymentStatusUpdate[]
  readonly place: readonly Placement[]
  readonly destructive: readonly DestructiveUpdate[]
  readonly inplace: readonly Allocation[]
  readonly stop: readonly AllocationStop[]
  /** Copies that differ in their follow-up evaluation only. */
  readonly attributeUpdates: readonly Allocation[]
  /** Copies marked unknown. */
  readonly disconnectUpdates: readonly Allocation[]
  /** Copies with one more state entry. */
  readonly reconnectUpdates: readonly Allocation[]
  readonly desired: readonly DesiredUpdates[]
  readonly followups: readonly GroupFollowups[]
  /** By group; the placement stage goes on using them. */
  readonly nameIndexes: ReadonlyMap<string, NameIndex>
  /** The deployment that governs the pass, as it leaves it; possibly new. */
  readonly currentDeployment: Deployment | undefined
  /** A deployment of the job that no longer governs. */
  readonly oldDeployment: Deployment | undefined
}

/** Why an allocation is stopped or replaced, as its `DesiredDescription` says it. Rules: §1.3. */
export const allocationText = {
  notNeeded: 'alloc not needed due to job update',
  reconnected: 'alloc not needed due to disconnected client reconnect',
  migrating: 'alloc is being migrated',
  updating: 'alloc is being updated due to job update',
  lost: 'alloc is lost since its node is down',
  /** Goes into `ClientDescription`. */
  unknown: 'alloc is unknown since its node is disconnected',
  rescheduled: 'alloc was rescheduled because it failed',
} as const

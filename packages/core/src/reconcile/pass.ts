// What one pass and one group of it work on. Both are mutable and never leave the pass.

import type { Allocation } from '../entities/allocation.ts'
import type { Deployment, DeploymentGroup } from '../entities/deployment.ts'
import type { Evaluation } from '../entities/evaluation.ts'
import type { Job } from '../entities/job.ts'
import type { GroupDocument, UpdateDocument } from '../job-document/document.ts'
import type { Quirks } from '../quirks.ts'
import type { Micros } from '../time.ts'
import type { Found } from './found.ts'
import type { NameIndex } from './name-index.ts'
import type {
  AllocationStop,
  DeploymentStatusUpdate,
  DesiredUpdates,
  DestructiveUpdate,
  GroupFollowups,
  Placement,
  ReconcileInput,
} from './reconciliation.ts'

/** One pass over a job. */
export interface Pass {
  readonly input: ReconcileInput
  readonly quirks: Quirks
  /** The deployment of the job that does not govern. */
  readonly old: Deployment | undefined
  /** The deployment that governs; a group may create it. */
  current: Deployment | undefined
  /** Paused, pending or initializing. */
  readonly paused: boolean
  readonly failed: boolean
  newDeployment: Deployment | undefined
  /** All groups so far are complete. */
  complete: boolean
  readonly deploymentUpdates: DeploymentStatusUpdate[]
  readonly place: Placement[]
  readonly destructive: DestructiveUpdate[]
  readonly inplace: Allocation[]
  readonly stop: AllocationStop[]
  readonly attributeUpdates: Allocation[]
  readonly disconnectUpdates: Allocation[]
  readonly reconnectUpdates: Allocation[]
  readonly desired: DesiredUpdates[]
  readonly followups: GroupFollowups[]
  readonly nameIndexes: Map<string, NameIndex>
}

/** Counters while they are counted. */
export type Counters = { -readonly [Key in keyof DesiredUpdates]: DesiredUpdates[Key] }

/** An allocation that is to be rescheduled at a later instant, or waits for something else until then. */
export interface Delayed {
  readonly found: Found
  readonly time: Micros
}

/** One group of a pass: its sets shrink and grow as the steps go on (§2.8). */
export interface GroupPass {
  readonly pass: Pass
  readonly job: Job
  readonly document: GroupDocument
  readonly name: string
  readonly count: number
  /** The update block, unless it is empty. */
  readonly update: UpdateDocument | undefined
  readonly counters: Counters
  /** The current deployment had a part for this group when the pass came to it. */
  readonly existing: boolean
  /** The group's part in the deployment as this pass leaves it. */
  rollout: DeploymentGroup
  /** Everything that counts as found, before it is sorted into sets. */
  all: Found[]
  canaries: Found[]
  untainted: Found[]
  migrate: Found[]
  lost: Found[]
  disconnecting: Found[]
  reconnecting: Found[]
  expiring: Found[]
  now: Found[]
  later: Delayed[]
  /** Some lost allocation still waits for its node to stop it: nothing computed is placed. */
  lossDelayed: boolean
  names: NameIndex
  destructive: Found[]
  inplaceCount: number
  canariesNeeded: boolean
  candidates: Candidate[]
  place: Placement[]
  followups: Evaluation[]
}

/** A placement that the group could make, beside what it replaces. */
export interface Candidate {
  readonly placement: Placement
  readonly replaces: Found | undefined
}

/** Counters at zero. */
export function noUpdates(group: string): Counters {
  return {
    group,
    ignore: 0,
    place: 0,
    migrate: 0,
    stop: 0,
    inPlaceUpdate: 0,
    destructiveUpdate: 0,
    canary: 0,
    disconnect: 0,
    reconnect: 0,
    rescheduleNow: 0,
    rescheduleLater: 0,
  }
}

/** The group has canaries that nobody promoted yet. */
export function isCanarying(group: GroupPass): boolean {
  return group.rollout.desiredCanaries !== 0 && !group.rollout.promoted
}

/** The group may fill gaps and replace: its deployment is neither paused nor failed, and no canaries wait. */
export function isOpen(group: GroupPass): boolean {
  return !group.pass.paused && !group.pass.failed && !isCanarying(group)
}

/** Adds to the total that the group's new part of a deployment wants; a stored part keeps its total. */
export function raiseDesiredTotal(group: GroupPass, by: number): void {
  if (group.existing) return
  group.rollout = { ...group.rollout, desiredTotal: group.rollout.desiredTotal + by }
}

/** A placement that replaces nothing. */
export function freshPlacement(
  group: string,
  name: string,
  { canary, downgrade }: Pick<Placement, 'canary' | 'downgrade'>,
): Placement {
  return { group, name, canary, previous: undefined, reschedule: false, lost: false, downgrade, minJobVersion: 0 }
}

/** Lists an allocation to stop. */
export function stop(
  pass: Pass,
  found: Found,
  description: string,
  clientStatus: AllocationStop['clientStatus'] = '',
): void {
  const followupEvaluationId = clientStatus === 'lost' ? found.followupId : ''
  pass.stop.push({ allocation: found.allocation, clientStatus, description, followupEvaluationId })
}

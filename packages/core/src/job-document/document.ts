// The typed view of a canonical job document: Nomad's own field names, durations in nanoseconds, every field that the
// engine interprets spelled out, every other field kept untouched. Rules: semantics/4 §1.

import type { Json, JsonObject } from '../json.ts'

/** Nanoseconds, as job documents carry durations. */
export type Nanos = number

/** A constraint or affinity: `LTarget Operand RTarget`. */
export interface ConstraintDocument extends JsonObject {
  readonly LTarget: string
  readonly RTarget: string
  readonly Operand: string
}

/** How a group's allocations are replaced. `MaxParallel` 0 means "no update block". Rules: semantics/1 §1.4. */
export interface UpdateDocument extends JsonObject {
  readonly Stagger: Nanos
  readonly MaxParallel: number
  readonly HealthCheck: string
  readonly MinHealthyTime: Nanos
  readonly HealthyDeadline: Nanos
  readonly ProgressDeadline: Nanos
  readonly AutoRevert: boolean
  readonly AutoPromote: boolean
  readonly Canary: number
}

/** How allocations move off a draining node. Rules: semantics/3 §4.4. */
export interface MigrateDocument extends JsonObject {
  readonly MaxParallel: number
  readonly HealthCheck: string
  readonly MinHealthyTime: Nanos
  readonly HealthyDeadline: Nanos
}

/** When and how often a failed allocation is replaced. Rules: semantics/2 §2.7. */
export interface ReschedulePolicyDocument extends JsonObject {
  readonly Attempts: number
  readonly Interval: Nanos
  readonly Delay: Nanos
  readonly DelayFunction: string
  readonly MaxDelay: Nanos
  readonly Unlimited: boolean
}

/** How a task is restarted in place by its node. */
export interface RestartPolicyDocument extends JsonObject {
  readonly Attempts: number
  readonly Interval: Nanos
  readonly Delay: Nanos
  readonly Mode: string
  readonly RenderTemplates: boolean
}

/** What happens to a group's allocations while their node is disconnected. */
export interface DisconnectDocument extends JsonObject {
  readonly LostAfter: Nanos
  readonly StopOnClientAfter: Nanos | null
  readonly Replace: boolean | null
  readonly Reconcile: string
}

/** The life-cycle hook of a task. */
export interface LifecycleDocument extends JsonObject {
  readonly Hook: string
  readonly Sidecar: boolean
}

/** What a task asks of its node. */
export interface ResourcesDocument extends JsonObject {
  readonly CPU: number
  readonly Cores: number
  readonly MemoryMB: number
  readonly MemoryMaxMB: number
  readonly DiskMB: number
}

/** One task of a group. */
export interface TaskDocument extends JsonObject {
  readonly Name: string
  readonly Driver: string
  readonly Config: JsonObject | null
  readonly Resources: ResourcesDocument
  readonly RestartPolicy: RestartPolicyDocument | null
  readonly Lifecycle: LifecycleDocument | null
  readonly Leader: boolean
  readonly KillTimeout: Nanos
  readonly ShutdownDelay: Nanos
  readonly Constraints: readonly ConstraintDocument[] | null
  readonly Meta: JsonObject | null
}

/** One task group. */
export interface GroupDocument extends JsonObject {
  readonly Name: string
  readonly Count: number
  readonly Update: UpdateDocument | null
  readonly Migrate: MigrateDocument | null
  readonly ReschedulePolicy: ReschedulePolicyDocument | null
  readonly RestartPolicy: RestartPolicyDocument | null
  readonly Disconnect: DisconnectDocument | null
  readonly Constraints: readonly ConstraintDocument[] | null
  readonly Tasks: readonly TaskDocument[]
  readonly Meta: JsonObject | null
}

/** A canonical job document: all fields of Nomad's `Job` except those the server owns (see `entities/job.ts`). */
export interface JobDocument extends JsonObject {
  readonly ID: string
  readonly Name: string
  readonly Namespace: string
  readonly Type: string
  readonly Priority: number
  readonly AllAtOnce: boolean
  readonly Datacenters: readonly string[]
  readonly NodePool: string
  readonly Constraints: readonly ConstraintDocument[] | null
  readonly TaskGroups: readonly GroupDocument[]
  readonly ParentID: string
  readonly Periodic: JsonObject | null
  readonly ParameterizedJob: JsonObject | null
  readonly Multiregion: Json
  readonly Meta: JsonObject | null
}

/** The group of a job by name. */
export function groupOf(document: JobDocument, name: string): GroupDocument | undefined {
  return document.TaskGroups.find((group) => group.Name === name)
}

/** The group's update block, unless it is absent or its MaxParallel is 0, which means the same (semantics/1 §1.3). */
export function updateOf(group: GroupDocument | undefined): UpdateDocument | undefined {
  const update = group?.Update
  return update && update.MaxParallel > 0 ? update : undefined
}

/** A template for dispatched jobs, and not itself a dispatched one. */
export function isParameterized(document: JobDocument): boolean {
  return isPresent(document.ParameterizedJob) && document.Dispatched !== true
}

/** A template for jobs that are launched at times. */
export function isPeriodic(document: JobDocument): boolean {
  return isPresent(document.Periodic)
}

function isPresent(block: Json | undefined): boolean {
  return block !== null && block !== undefined
}

// The shapes of Nomad's API that a rollout's client reads, with Nomad's names. Times are RFC 3339 texts or null; durations and the
// fields called …Time are nanoseconds, which beyond 2^53 lose their last digits in a JavaScript number.

/** One group of a deployment. */
export interface DeploymentState {
  readonly AutoRevert: boolean
  readonly AutoPromote: boolean
  readonly ProgressDeadline: number
  readonly RequireProgressBy: string | null
  readonly Promoted: boolean
  readonly PlacedCanaries: readonly string[] | null
  readonly DesiredCanaries: number
  readonly DesiredTotal: number
  readonly PlacedAllocs: number
  readonly HealthyAllocs: number
  readonly UnhealthyAllocs: number
}

/** A deployment. */
export interface Deployment {
  readonly ID: string
  readonly Namespace: string
  readonly JobID: string
  readonly JobVersion: number
  readonly JobModifyIndex: number
  readonly JobSpecModifyIndex: number
  readonly JobCreateIndex: number
  readonly IsMultiregion: boolean
  readonly TaskGroups: Readonly<Record<string, DeploymentState>> | null
  readonly Status: string
  readonly StatusDescription: string
  readonly EvalPriority: number
  readonly CreateIndex: number
  readonly ModifyIndex: number
  readonly CreateTime: number
  readonly ModifyTime: number
}

/** What a change of a deployment answers; all indexes of one call are equal. */
export interface DeploymentUpdate {
  readonly EvalID: string
  readonly EvalCreateIndex: number
  readonly DeploymentModifyIndex: number
  readonly RevertedJobVersion: number | null
  readonly Index: number
}

/** One row of a list of allocations. */
export interface AllocationStub {
  readonly ID: string
  readonly EvalID: string
  readonly Name: string
  readonly Namespace: string
  readonly JobID: string
  readonly JobType: string
  readonly JobVersion: number
  readonly TaskGroup: string
  readonly NodeID: string
  readonly NodeName: string
  readonly DesiredStatus: string
  readonly DesiredDescription: string
  readonly DesiredTransition: Readonly<Record<string, boolean | null>>
  readonly ClientStatus: string
  readonly ClientDescription: string
  readonly DeploymentStatus: AllocationHealth | null
  readonly TaskStates: Readonly<Record<string, TaskState>> | null
  readonly FollowupEvalID: string
  readonly NextAllocation: string
  readonly CreateIndex: number
  readonly ModifyIndex: number
  readonly [field: string]: unknown
}

/** What a deployment knows of an allocation's health: true, false, or null while it is open. */
export interface AllocationHealth {
  readonly Healthy: boolean | null
  readonly Timestamp: string | null
  readonly Canary: boolean
  readonly ModifyIndex: number
}

/** One task of an allocation. */
export interface TaskState {
  readonly State: string
  readonly Failed: boolean
  readonly Restarts: number
  readonly StartedAt: string | null
  readonly FinishedAt: string | null
  readonly Events: readonly {
    readonly Type: string
    readonly DisplayMessage: string
    readonly [field: string]: unknown
  }[]
}

/** An allocation with its job; empty fields are left out on the wire. */
export interface Allocation {
  readonly ID: string
  readonly Namespace: string
  readonly EvalID: string
  readonly Name: string
  readonly NodeID: string
  readonly JobID: string
  readonly Job?: { readonly ID: string; readonly Version: number; readonly [field: string]: unknown }
  readonly TaskGroup: string
  readonly DesiredStatus: string
  readonly ClientStatus: string
  readonly DeploymentID?: string
  readonly DeploymentStatus?: Partial<AllocationHealth>
  readonly CreateIndex: number
  readonly ModifyIndex: number
  readonly [field: string]: unknown
}

/** An evaluation; empty fields are left out on the wire. */
export interface Evaluation {
  readonly ID: string
  readonly Namespace: string
  readonly Priority: number
  readonly Type: string
  readonly Status: string
  readonly StatusDescription?: string
  readonly TriggeredBy: string
  readonly JobID: string
  readonly DeploymentID?: string
  readonly NextEval?: string
  readonly PreviousEval?: string
  readonly BlockedEval?: string
  readonly FailedTGAllocs?: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  readonly QueuedAllocations?: Readonly<Record<string, number>>
  readonly CreateIndex: number
  readonly ModifyIndex: number
  readonly [field: string]: unknown
}

/** What stopping an allocation answers. */
export interface AllocationStopped {
  readonly EvalID: string
  readonly Index: number
}

/** One event of the stream. */
export interface StreamEvent {
  readonly Topic: string
  readonly Type: string
  readonly Key: string
  readonly Namespace: string
  readonly Index: number
  readonly Payload: Readonly<Record<string, unknown>>
}

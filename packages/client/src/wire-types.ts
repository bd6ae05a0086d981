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

/** A job; fields that this list leaves out come through as they are. */
export interface Job {
  readonly ID: string
  readonly Namespace: string
  readonly Name: string
  readonly Type: string
  readonly Version: number
  readonly Stable: boolean
  readonly Stop: boolean
  readonly Status: string
  readonly CreateIndex: number
  readonly ModifyIndex: number
  readonly JobModifyIndex: number
  readonly [field: string]: unknown
}

/** What registering, reverting, scaling or evaluating a job answers. */
export interface JobRegistered {
  readonly EvalID: string
  readonly EvalCreateIndex: number
  readonly JobModifyIndex: number
  readonly Warnings: string
  readonly Index: number
}

/** One row of a list of allocations. */
export interface AllocationStub {
  readonly ID: string
  readonly Name: string
  readonly JobID: string
  readonly JobVersion: number
  readonly TaskGroup: string
  readonly NodeID: string
  readonly NodeName: string
  readonly DesiredStatus: string
  readonly DesiredDescription: string
  readonly ClientStatus: string
  readonly DeploymentStatus: { readonly Healthy: boolean | null; readonly Canary: boolean } | null
  readonly [field: string]: unknown
}

/** An evaluation; empty fields are left out on the wire. */
export interface Evaluation {
  readonly ID: string
  readonly Status: string
  readonly TriggeredBy: string
  readonly JobID: string
  readonly DeploymentID?: string
  readonly [field: string]: unknown
}

/** One row of the list of nodes. */
export interface NodeStub {
  readonly ID: string
  readonly Name: string
  readonly Status: string
  readonly SchedulingEligibility: string
  readonly Drain: boolean
  readonly [field: string]: unknown
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

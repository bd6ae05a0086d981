// The shapes of Nomad's API that concern jobs, with Nomad's names.

/** A job; fields that this list leaves out come through as they are. */
export interface Job {
  readonly ID: string
  readonly Namespace: string
  readonly Name: string
  readonly Type: string
  readonly Priority: number
  readonly Version: number
  readonly Stable: boolean
  readonly Stop: boolean
  readonly Status: string
  readonly SubmitTime: number
  readonly VersionTag: VersionTag | null
  readonly TaskGroups: readonly { readonly Name: string; readonly Count: number; readonly [field: string]: unknown }[]
  readonly CreateIndex: number
  readonly ModifyIndex: number
  readonly JobModifyIndex: number
  readonly [field: string]: unknown
}

/** A job as a client writes it: everything may be left out. Durations are nanoseconds. */
export interface JobDocument {
  readonly [field: string]: unknown
}

/** A name for a version. */
export interface VersionTag {
  readonly Name: string
  readonly Description: string
  /** Nanoseconds. */
  readonly TaggedTime: number
}

/** One row of the list of jobs. */
export interface JobStub {
  readonly ID: string
  readonly ParentID: string
  readonly Name: string
  readonly Namespace: string
  readonly Type: string
  readonly Priority: number
  readonly Stop: boolean
  readonly Status: string
  readonly JobSummary: JobSummary
  readonly CreateIndex: number
  readonly ModifyIndex: number
  readonly JobModifyIndex: number
  readonly SubmitTime: number
  readonly [field: string]: unknown
}

/** How many allocations of each group are in which state. */
export interface JobSummary {
  readonly JobID: string
  readonly Namespace: string
  readonly Summary: Readonly<Record<string, GroupSummary>>
  readonly Children: { readonly Pending: number; readonly Running: number; readonly Dead: number } | null
  readonly CreateIndex: number
  readonly ModifyIndex: number
}

/** The counters of one group. */
export interface GroupSummary {
  readonly Queued: number
  readonly Complete: number
  readonly Failed: number
  readonly Running: number
  readonly Starting: number
  readonly Lost: number
  readonly Unknown: number
}

/** The versions of a job, newest first; differences when asked for. */
export interface JobVersions {
  readonly Versions: readonly Job[]
  readonly Diffs: readonly JobDiff[] | null
}

/** What changed between two versions: `None`, `Added`, `Deleted` or `Edited`. */
export interface JobDiff {
  readonly Type: string
  readonly ID: string
  readonly Fields: readonly unknown[] | null
  readonly Objects: readonly unknown[] | null
  readonly TaskGroups: readonly unknown[] | null
}

/** What goes with the document of a job. */
export interface RegisterOptions {
  /** Only when the job's modify index is this one; 0: only when there is no such job. */
  readonly enforceIndex?: number
  /** Keep the counts of groups that exist. */
  readonly preserveCounts?: boolean
  /** 1 to 100. */
  readonly evaluationPriority?: number
  /** The text that the document was made from. */
  readonly source?: { readonly text: string; readonly format: 'hcl2' | 'json' }
}

/** What registering, reverting, scaling or evaluating a job answers. */
export interface JobRegistered {
  readonly EvalID: string
  readonly EvalCreateIndex: number
  readonly JobModifyIndex: number
  readonly Warnings: string
  readonly Index: number
}

/** What stopping a job answers; zeros when there was none. */
export interface JobDeregistered {
  readonly EvalID: string
  readonly EvalCreateIndex: number
  readonly JobModifyIndex: number
  readonly Index: number
}

/** What validating a document answers. */
export interface JobValidated {
  readonly DriverConfigValidated: boolean
  readonly ValidationErrors: readonly string[] | null
  readonly Error: string
  readonly Warnings: string
}

/** What a registration would change. */
export interface JobPlan {
  readonly Annotations: {
    readonly DesiredTGUpdates: Readonly<Record<string, Readonly<Record<string, number>>>> | null
    readonly PreemptedAllocs: readonly unknown[] | null
  } | null
  readonly FailedTGAllocs: Readonly<Record<string, unknown>> | null
  readonly JobModifyIndex: number
  readonly Diff: JobDiff | null
  readonly NextPeriodicLaunch: string | null
  readonly Warnings: string
  readonly Index: number
}

/** How a job's groups are scaled. */
export interface JobScaleStatus {
  readonly JobID: string
  readonly Namespace: string
  readonly JobCreateIndex: number
  readonly JobModifyIndex: number
  readonly JobStopped: boolean
  readonly TaskGroups: Readonly<
    Record<
      string,
      {
        readonly Desired: number
        readonly Placed: number
        readonly Running: number
        readonly Healthy: number
        readonly Unhealthy: number
        readonly Events: readonly ScalingEvent[] | null
      }
    >
  >
}

/** One change of a group's count, or a message about it. */
export interface ScalingEvent {
  readonly Time: number
  readonly Count: number | null
  readonly PreviousCount: number
  readonly Message: string
  readonly Error: boolean
  readonly Meta: Readonly<Record<string, unknown>> | null
  readonly EvalID: string | null
  readonly CreateIndex: number
}

/** What a scaling action says; without a count it is a message only. */
export interface ScaleRequest {
  readonly group: string
  readonly count?: number
  readonly message?: string
  readonly error?: boolean
  readonly meta?: Readonly<Record<string, unknown>>
}

/** The text that a version was registered with. */
export interface JobSubmission {
  readonly Source: string
  readonly Format: string
  readonly VariableFlags: Readonly<Record<string, string>> | null
  readonly Variables: string
  readonly Namespace: string
  readonly JobID: string
  readonly Version: number
  readonly JobModifyIndex: number
}

/** What dispatching a parameterized job answers. */
export interface JobDispatched {
  readonly DispatchedJobID: string
  readonly EvalID: string
  readonly EvalCreateIndex: number
  readonly JobCreateIndex: number
  readonly Index: number
}

/** A job as an overview shows it. */
export interface JobStatus {
  readonly ID: string
  readonly Namespace: string
  readonly Type: string
  readonly Version: number
  readonly Status: string
  readonly GroupCountSum: number
  readonly Allocs: readonly Readonly<Record<string, unknown>>[] | null
  readonly LatestDeployment: Readonly<Record<string, unknown>> | null
  readonly ModifyIndex: number
  readonly [field: string]: unknown
}

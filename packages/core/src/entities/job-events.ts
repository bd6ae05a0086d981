// What happens to jobs, their versions and what hangs on them. Rules: semantics/1 §3.1–3.4, §4.1, §5.

import type { Job, JobStatus } from './job.ts'
import type { ScalingEvent } from './scaling.ts'
import type { JobSubmission } from './submission.ts'
import type { VersionTag } from './version-tag.ts'

/** Which version of which job. */
export interface VersionName {
  readonly namespace: string
  readonly jobId: string
  readonly version: number
}

/** Job event type → what it carries. */
export interface JobEvents {
  /** A version was written and became the current job: registered, scaled or reverted to by an operator. */
  JobRegistered: { readonly job: Job }
  /** A stopped version was written: the job is to run nothing. */
  JobStopped: { readonly job: Job }
  /** A failed deployment went back to a stable version, as a new one. */
  JobRolledBack: { readonly job: Job }
  /**
   * A version was marked stable or unstable; it is the current job from now on, whatever was (semantics/1 §3.4), unless it is
   * marked `aside`.
   */
  JobStabilitySet: { readonly job: Job; readonly aside?: true }
  /** The derived status of the current job is another one. */
  JobStatusChanged: { readonly namespace: string; readonly jobId: string; readonly status: JobStatus }
  /** A version is no longer tracked. */
  JobVersionPruned: VersionName
  /** A version got a name. */
  JobVersionTagged: VersionName & { readonly tag: VersionTag }
  /** A version lost its name. */
  JobVersionUntagged: VersionName
  /** The source text of a version was kept. */
  JobSubmissionStored: { readonly submission: JobSubmission }
  /** The source text of a version was dropped. */
  JobSubmissionPruned: VersionName
  /** The job is gone, with its summary and scaling history. What else hung on it has events of its own. */
  JobPurged: { readonly namespace: string; readonly jobId: string }
  /** A child of a periodic or parameterised job changed its status; empty when it had or has none. */
  ChildStatusCounted: {
    readonly namespace: string
    readonly parentId: string
    readonly before: JobStatus | ''
    readonly after: JobStatus | ''
  }
  /** A group was scaled, or somebody left a message about scaling it. */
  ScalingRecorded: {
    readonly namespace: string
    readonly jobId: string
    readonly group: string
    readonly scaling: ScalingEvent
  }
}

// Where a failed deployment goes back to: the newest stable version of its job, unless that says what the watched job says.
// Rules: semantics/3 §1.4, semantics/1 §5.5.

import { versionsOf } from '../changes/job-versions.ts'
import type { Deployment } from '../entities/deployment.ts'
import type { Job } from '../entities/job.ts'
import { specChanged } from '../job-diff/spec-changed.ts'
import type { Tables } from '../state.ts'

/** What a failure does about the job: the description of the deployment, and the version to write again, if any. */
export interface Rollback {
  readonly description: string
  readonly job: Job | undefined
}

/** Why a deployment fails and what its watcher knows. */
export interface Failure {
  readonly deployment: Deployment
  /** The job as its watcher found it first; never refreshed. */
  readonly watched: Job
  /** The description without what becomes of the job. */
  readonly base: string
  /** Say so when there is no stable version; marks of unhealthy allocations stay silent. */
  readonly nameMissing: boolean
}

/** Chooses among all tracked versions, tagged ones and the failing one included. */
export function chooseRollback(tables: Tables, { deployment, watched, base, nameMissing }: Failure): Rollback {
  const stable = versionsOf(tables, deployment.namespace, deployment.jobId).find((version) => version.stable)
  if (!stable)
    return { description: nameMissing ? `${base} - no stable job version to auto revert to` : base, job: undefined }
  if (specChanged(watched, stable)) {
    return { description: `${base} - rolling back to job version ${stable.version}`, job: stable }
  }
  const why = 'as current job has same specification'
  return { description: `${base} - not rolling back to stable job version ${stable.version} ${why}`, job: undefined }
}

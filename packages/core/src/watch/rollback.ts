// Where a failed deployment goes back to: the newest stable version of its job, unless that says what the watched job says.
// Rules: semantics/3 §1.4, semantics/1 §5.5.

import { versionsOf } from '../changes/job-versions.ts'
import type { Deployment } from '../entities/deployment.ts'
import { type Job, jobKey } from '../entities/job.ts'
import { specChanged } from '../job-diff/spec-changed.ts'
import type { State } from '../state.ts'

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
export function chooseRollback(state: Pick<State, 'tables' | 'quirks'>, failure: Failure): Rollback {
  const { deployment, watched, base, nameMissing } = failure
  const { tables, quirks } = state
  const newer = quirks.rollsBackOverNewerVersion ? undefined : newerVersion(tables, deployment)
  if (newer) {
    return { description: `${base} - not rolling back as job version ${newer.version} is newer`, job: undefined }
  }
  const versions = versionsOf(tables, deployment.namespace, deployment.jobId)
  const stable = versions.find((version) => version.stable && (quirks.rollsBackToStopped || !version.stop))
  if (!stable)
    return { description: nameMissing ? `${base} - no stable job version to auto revert to` : base, job: undefined }
  const tagless = quirks.rollsBackForTag ? {} : { versionTag: undefined }
  if (specChanged({ ...watched, ...tagless }, { ...stable, ...tagless })) {
    return { description: `${base} - rolling back to job version ${stable.version}`, job: stable }
  }
  const why = 'as current job has same specification'
  return { description: `${base} - not rolling back to stable job version ${stable.version} ${why}`, job: undefined }
}

// A version that was registered while the deployment ran on: whoever wrote it does not expect to lose it (semantics/3 §6.2 R3).
function newerVersion({ jobs }: State['tables'], { namespace, jobId, jobVersion }: Deployment): Job | undefined {
  const current = jobs.get(jobKey(namespace, jobId))
  return current && current.version > jobVersion ? current : undefined
}

// Makes an old version of a job the newest: it goes the way of a submitted job, without its tag and its mark as stable.
// Rules: semantics/4 §3.1.

import { type Job, jobKey, versionKey } from '../entities/job.ts'
import type { Stamp } from '../entry.ts'
import type { Proposal } from '../proposal.ts'
import { isRefusal, type Refusal, refuse } from '../refusal.ts'
import type { State } from '../state.ts'
import { refusesJobs } from './asked.ts'
import { register } from './registration.ts'

/** Asks to go back to a version. */
export interface RevertJob {
  readonly namespace: string
  readonly jobId: string
  readonly version: number
  /** The version that must be current; undefined: whatever. */
  readonly enforcePriorVersion: number | undefined
}

export function decideRevertJob(state: State, command: RevertJob, stamp: Stamp): Proposal | Refusal {
  const reverted = versionToRevertTo(state, command)
  if (isRefusal(reverted)) return reverted
  const { current, target } = reverted
  const { namespace, jobId, version, enforcePriorVersion } = command
  if (refusesJobs(state)) return refuse('registration-disabled')
  const registration = {
    document: target.document,
    stop: target.stop,
    version: target.version,
    versionTag: undefined,
    submission: state.tables.jobSubmissions.get(versionKey(namespace, jobId, version)),
    enforceIndex: enforcePriorVersion === undefined ? undefined : current.jobModifyIndex,
    preserveCounts: false,
    preserveResources: false,
    evaluationPriority: 0,
  }
  return register(state, registration, stamp)
}

/** The job as it is, and its version to go back to. */
export function versionToRevertTo(
  { tables }: State,
  { namespace, jobId, version, enforcePriorVersion }: RevertJob,
): { readonly current: Job; readonly target: Job } | Refusal {
  if (jobId === '') return refuse('revert-job-id-missing')
  const current = tables.jobs.get(jobKey(namespace, jobId))
  if (!current) return refuse('revert-job-missing', jobId)
  if (version === current.version) return refuse('revert-to-current')
  const target = tables.jobVersions.get(versionKey(namespace, jobId, version))
  if (!target) return refuse('job-version-missing', jobId, namespace, version)
  if (enforcePriorVersion !== undefined && enforcePriorVersion !== current.version) {
    return refuse('prior-version-differs', current.version, enforcePriorVersion)
  }
  return { current, target }
}

// Makes an old version of a job the newest: it goes the way of a submitted job, without its tag and its mark as stable.
// Rules: semantics/4 §3.1.

import { jobKey, versionKey } from '../entities/job.ts'
import type { Stamp } from '../entry.ts'
import type { Proposal } from '../proposal.ts'
import { type Refusal, refuse } from '../refusal.ts'
import type { State } from '../state.ts'
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
  const { namespace, jobId, version, enforcePriorVersion } = command
  if (jobId === '') return refuse('revert-job-id-missing')
  const current = state.tables.jobs.get(jobKey(namespace, jobId))
  if (!current) return refuse('revert-job-missing', jobId)
  if (version === current.version) return refuse('revert-to-current')
  const target = state.tables.jobVersions.get(versionKey(namespace, jobId, version))
  if (!target) return refuse('job-version-missing', jobId, namespace, version)
  if (enforcePriorVersion !== undefined && enforcePriorVersion !== current.version) {
    return refuse('prior-version-differs', current.version, enforcePriorVersion)
  }
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

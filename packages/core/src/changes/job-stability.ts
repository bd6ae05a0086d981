// Marks one version of a job stable or unstable. The version becomes the current job, which is the sharpest edge of Nomad's
// store and relied upon by its recordings. Rules: semantics/1 §3.4.

import { type Draft, record } from '../draft.ts'
import type { Deployment } from '../entities/deployment.ts'
import { jobKey, versionKey } from '../entities/job.ts'
import type { VersionName } from '../entities/job-events.ts'
import type { Refusal } from '../refusal.ts'
import { writeJob } from './write-job.ts'

/** A version of a job, and its flag from now on. */
export interface Stability extends VersionName {
  readonly stable: boolean
}

/** Nothing happens when the version is not tracked or has the flag already. */
export function setStability(draft: Draft, { namespace, jobId, version, stable }: Stability): Refusal | undefined {
  const job = draft.tables.jobVersions.get(versionKey(namespace, jobId, version))
  if (!job || job.stable === stable) return undefined
  const current = draft.tables.jobs.get(jobKey(namespace, jobId))
  if (current && current.version !== version && !draft.base.quirks.replacesCurrentByStableMark) {
    record(draft, { type: 'JobStabilitySet', job: { ...job, stable, modifyIndex: draft.index }, aside: true })
    return undefined
  }
  return writeJob(draft, { ...job, stable }, { fact: 'JobStabilitySet' })
}

/** A deployment succeeded: the version that it rolled out is stable, and the current job from now on. */
export function markRolledOut(draft: Draft, { namespace, jobId, jobVersion }: Deployment): Refusal | undefined {
  return setStability(draft, { namespace, jobId, version: jobVersion, stable: true })
}

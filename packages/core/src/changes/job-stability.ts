// Marks one version of a job stable or unstable. The version becomes the current job, which is the sharpest edge of Nomad's
// store and relied upon by its recordings. Rules: semantics/1 §3.4.

import type { Draft } from '../draft.ts'
import { versionKey } from '../entities/job.ts'
import type { Refusal } from '../refusal.ts'
import { writeJob } from './write-job.ts'

/** Nothing happens when the version is not tracked or has the flag already. */
export function setStability(
  draft: Draft,
  namespace: string,
  jobId: string,
  version: number,
  stable: boolean,
): Refusal | undefined {
  const job = draft.tables.jobVersions.get(versionKey(namespace, jobId, version))
  if (!job || job.stable === stable) return undefined
  return writeJob(draft, { ...job, stable }, { fact: 'JobStabilitySet' })
}

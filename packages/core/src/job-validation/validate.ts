// Runs every validator over a canonical job; none stops another, their errors are one list. Rules: semantics/4 §1.1,
// §1.7.

import type { StoredJob } from '../job-document/document-stored.ts'
import type { Surroundings } from '../job-document/surroundings.ts'
import { checkCluster, checkLimits } from './cluster.ts'
import { connectError, exposeError } from './connect.ts'
import { checkJob } from './job.ts'

/** The errors of a job, in Nomad's order; none when it is valid. */
export function validateJob(job: StoredJob, around: Surroundings): readonly string[] {
  const first = [connectError(job.TaskGroups), exposeError(job.TaskGroups)].filter((text) => text !== undefined)
  return [...first, ...checkCluster(job, around), ...checkJob(job, around), ...checkLimits(job, around)]
}

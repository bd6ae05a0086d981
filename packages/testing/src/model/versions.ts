// The versions of a job, and which of them is dropped when there are too many (semantics/1 §5.2).

import type { Job } from '@cutover/core'
import { bump, type Submission, versionKey, type Work } from './tables.ts'

/** How many untagged versions are kept. */
export const trackedMax = 6

/** Stores a version and drops one if there are too many (§5.2). */
export function insertVersion(work: Work, job: Job): void {
  work.rows.versions.set(versionKey(job.namespace, job.id, job.version), job)
  bump(work, 'job_version')
  prune(work, job)
}

function prune(work: Work, { namespace, id }: Job): void {
  const untagged = versionsOf(work, namespace, id).filter(({ versionTag }) => !versionTag)
  if (untagged.length <= trackedMax) return
  const newestStable = untagged.findIndex(({ stable }) => stable)
  const surplus = untagged[newestStable === trackedMax ? trackedMax - 1 : trackedMax]
  if (surplus) work.rows.versions.delete(versionKey(namespace, id, surplus.version))
}

/** The versions of a job, the highest first. */
export function versionsOf({ rows }: Work, namespace: string, id: string): readonly Job[] {
  const found = [...rows.versions.values()].filter((row) => row.namespace === namespace && row.id === id)
  return found.sort((a, b) => b.version - a.version)
}

/** What the versions of a job were registered with. Ids that are equal but for case share it, as they share the versions' keys. */
export function submissionsOf({ rows }: Work, { namespace, id }: Pick<Job, 'namespace' | 'id'>): readonly Submission[] {
  const isShared = (row: Submission): boolean =>
    row.namespace === namespace && row.jobId.toLowerCase() === id.toLowerCase()
  return [...rows.submissions.values()].filter(isShared)
}

// The tracked versions of a job, and which of them goes when there are too many. Rules: semantics/1 §5.2.

import { type Draft, record } from '../draft.ts'
import { type Job, versionsKey } from '../entities/job.ts'
import type { Quirks } from '../quirks.ts'
import type { Tables } from '../state.ts'

const trackedMax = 6

/** The tracked versions of exactly this id, highest first; ids equal but for case share their rows. */
export function versionsOf(
  { jobVersions }: Pick<Tables, 'jobVersions'>,
  namespace: string,
  jobId: string,
): readonly Job[] {
  return [...jobVersions.prefix(versionsKey(namespace, jobId))].filter((version) => version.id === jobId).reverse()
}

/** A version as a new one starts from it: Nomad lets it keep the tag, so that two versions bear one name. */
export function copyOf(job: Job, { copiesTags }: Quirks): Job {
  return copiesTags ? job : { ...job, versionTag: undefined }
}

/** Drops at most one version: the oldest without a tag, except that the newest stable one is spared. */
export function pruneVersions(draft: Draft, namespace: string, jobId: string): void {
  const untagged = versionsOf(draft.tables, namespace, jobId).filter((version) => !version.versionTag)
  const spared = untagged.findIndex((version) => version.stable) === trackedMax
  const surplus = untagged[spared ? trackedMax - 1 : trackedMax]
  if (surplus) record(draft, { type: 'JobVersionPruned', namespace, jobId, version: surplus.version })
}

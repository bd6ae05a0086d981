// Names a version of a job, or takes a name away; a tagged version is never pruned. Rules: semantics/1 §3.4, §5.2.

import { type Draft, record } from '../draft.ts'
import { type Job, jobKey, versionKey } from '../entities/job.ts'
import type { VersionTag } from '../entities/version-tag.ts'
import { type Refusal, refuse } from '../refusal.ts'
import { pruneVersions, versionsOf } from './job-versions.ts'

/** A tag to set, or (`tag` undefined) the name of one to remove. */
export interface TagJobVersion {
  readonly namespace: string
  readonly jobId: string
  readonly version: number
  /** Means the current version, and is looked at only if `version` is 0. */
  readonly latest: boolean
  readonly tag: VersionTag | undefined
  readonly name: string
}

export function applyTagJobVersion(draft: Draft, change: TagJobVersion): Refusal | undefined {
  const refusal = change.tag ? setTag(draft, change, change.tag) : removeTag(draft, change)
  if (refusal) return refusal
  pruneVersions(draft, change.namespace, change.jobId)
  return undefined
}

// Both look at the committed state only.
function setTag(
  draft: Draft,
  { namespace, jobId, version: named, latest }: TagJobVersion,
  tag: VersionTag,
): Refusal | undefined {
  const { jobs, jobVersions } = draft.base.tables
  const current = jobs.get(jobKey(namespace, jobId))
  const version = latest && named === 0 ? (current?.version ?? 0) : named
  const taken = versionsOf(draft.base.tables, namespace, jobId).some(
    (row) => isTagged(row, tag.name) && row.version !== version,
  )
  if (taken) return refuse('tag-taken', tag.name, jobId)
  if (!jobVersions.has(versionKey(namespace, jobId, version))) return refuse('tag-version-missing', jobId, version)
  record(draft, { type: 'JobVersionTagged', namespace, jobId, version, tag })
  return undefined
}

function removeTag(draft: Draft, { namespace, jobId, name }: TagJobVersion): Refusal | undefined {
  const tagged = versionsOf(draft.base.tables, namespace, jobId).find((row) => isTagged(row, name))
  if (!tagged) return refuse('tag-not-found', name, jobId)
  record(draft, { type: 'JobVersionUntagged', namespace, jobId, version: tagged.version })
  return undefined
}

function isTagged(version: Job, name: string): boolean {
  return version.versionTag?.name === name
}

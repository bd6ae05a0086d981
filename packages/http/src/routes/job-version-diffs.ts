// What changed from one version of a job to the next, as `job history` shows it. Rules: client-surface §1.2.

import type { Job } from '@cutover/core'
import { diffable, jobDiff } from '@cutover/core/job-documents'
import { goBoolean } from '../request.ts'
import { HttpError } from '../response.ts'
import type { Wire } from '../wire/encode.ts'

/** One diff for each version but the oldest, or against one named version or tag; `null` when none were asked for. */
export function versionDiffs(versions: readonly Job[], query: URLSearchParams): Wire {
  const tag = query.get('diff_tag') ?? ''
  const number = query.get('diff_version') ?? ''
  if (tag !== '' || number !== '') return versions.map((version) => diffOf(baseOf(versions, { tag, number }), version))
  if (goBoolean(query.get('diffs') ?? '') !== true) return null
  const newer = versions.slice(0, -1)
  return newer.length > 0 ? newer.map((version, position) => diffOf(versions[position + 1], version)) : null
}

function baseOf(versions: readonly Job[], { tag, number }: { readonly tag: string; readonly number: string }): Job {
  const base = versions.find((version) =>
    tag === '' ? String(version.version) === number : version.versionTag?.name === tag,
  )
  if (!base)
    throw new HttpError(500, tag === '' ? `version ${number} not found` : `tag ${JSON.stringify(tag)} not found`)
  return base
}

function diffOf(before: Job | undefined, after: Job): Wire {
  return { ...jobDiff(before && diffable(before), diffable(after), true) }
}

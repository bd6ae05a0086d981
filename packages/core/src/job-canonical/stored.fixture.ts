// Jobs of one group and one task, canonicalised, for the tests of this folder.

import type { StoredGroup, StoredJob, StoredTask } from '../job-document/document-stored.ts'
import type { JsonObject } from '../json.ts'
import { canonicalizeJob } from './canonicalize.ts'

/** A second in nanoseconds. */
export const second = 1_000_000_000

/** A job with an id, as it is stored. */
export function store(sent: JsonObject): StoredJob {
  const canonical = canonicalizeJob({ ID: 'j', ...sent }, { namespace: 'default', region: 'global' })
  if (!canonical.ok) throw new Error(canonical.text)
  return canonical.job
}

/** The one group of a job, as it is stored. */
export function group(sent: JsonObject, job: JsonObject = {}): StoredGroup {
  const [only] = store({
    ...job,
    TaskGroups: [{ Name: 'g', Tasks: [{ Name: 't', Driver: 'exec' }], ...sent }],
  }).TaskGroups
  if (!only) throw new Error('the job has no group')
  return only
}

/** The one task of a group, as it is stored. */
export function task(sent: JsonObject, around: JsonObject = {}): StoredTask {
  const [only] = group({ ...around, Tasks: [{ Name: 't', Driver: 'exec', ...sent }] }).Tasks
  if (!only) throw new Error('the group has no task')
  return only
}

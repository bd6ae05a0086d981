// Gives the scaling policies of a job's groups their indexes. A policy that is written again unchanged keeps the zeros it came with:
// the first registration that repeats a job with a policy therefore makes a version of its own. Rules: semantics/4 §2.4.

import type { Draft } from '../draft.ts'
import type { Job } from '../entities/job.ts'
import { groupOf } from '../job-document/document.ts'
import { mapScaling, samePolicy, scalingOf } from '../job-document/scaling.ts'
import type { Json, JsonObject } from '../json.ts'

/** The job with its policies settled against those of the current version. */
export function settlePolicies(draft: Draft, job: Job, current: Job | undefined): Job {
  const document = mapScaling(job.document, (scaling, { Name }) => {
    const stored = current && scalingOf(groupOf(current.document, Name))
    return stored && samePolicy(scaling, stored) ? scaling : written(scaling, stored, draft.index)
  })
  return { ...job, document }
}

function written(scaling: JsonObject, stored: JsonObject | undefined, index: number): JsonObject {
  const first: Json = stored?.CreateIndex || index
  return { ...scaling, CreateIndex: first, ModifyIndex: index }
}

/** Whether policies were written or went: their table is newer then. */
export function movesPolicies(job: Job, current: Job | undefined): boolean {
  const names = new Set([...groupsWithPolicy(job), ...(current ? groupsWithPolicy(current) : [])])
  return [...names].some((name) => {
    const before = current && scalingOf(groupOf(current.document, name))
    const after = scalingOf(groupOf(job.document, name))
    return !before || !after || !samePolicy(before, after)
  })
}

/** Whether any group of the job has a policy. */
export function hasPolicies(job: Job): boolean {
  return groupsWithPolicy(job).length > 0
}

function groupsWithPolicy({ document }: Job): readonly string[] {
  return document.TaskGroups.filter((group) => scalingOf(group)).map(({ Name }) => Name)
}

/** The job with its policies switched off, as a stopped one has them. */
export function withoutScaling(job: Job): Job {
  return { ...job, document: mapScaling(job.document, (scaling) => ({ ...scaling, Enabled: false })) }
}

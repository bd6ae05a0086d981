// The scaling blocks of a job's groups: Nomad keeps them as policies with ids and indexes of their own, shown inside
// the document. Rules: semantics/4 §2.1 row 13, §2.4; semantics/1 §3.1 step e.

import { same } from '../job-diff/same.ts'
import { isJsonObject, type JsonObject } from '../json.ts'
import type { GroupDocument, JobDocument } from './document.ts'

/** The scaling block of a group, if it has one. */
export function scalingOf(group: GroupDocument | undefined): JsonObject | undefined {
  const scaling = group?.Scaling
  return isJsonObject(scaling) ? scaling : undefined
}

/** The document with every scaling block replaced; the same document when none changes. */
export function mapScaling(
  document: JobDocument,
  change: (scaling: JsonObject, group: GroupDocument) => JsonObject,
): JobDocument {
  if (!document.TaskGroups.some(scalingOf)) return document
  const groups = document.TaskGroups.map((group) => {
    const scaling = scalingOf(group)
    return scaling ? { ...group, Scaling: change(scaling, group) } : group
  })
  return { ...document, TaskGroups: groups }
}

/** Whether two blocks are the same policy, whenever they were written. */
export function samePolicy(a: JsonObject, b: JsonObject): boolean {
  return same({ ...a, CreateIndex: 0, ModifyIndex: 0 }, { ...b, CreateIndex: 0, ModifyIndex: 0 })
}

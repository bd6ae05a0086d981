// Whether two versions of a job say something different: everything counts but what the server owns. Rules: semantics/1 §5.4.

import type { VersionTag } from '../entities/version-tag.ts'
import type { JobDocument } from '../job-document/document.ts'
import { same } from './same.ts'

/** What of a job version counts as its specification; a `Job` is one. */
export interface JobSpec {
  readonly document: JobDocument
  readonly stop: boolean
  readonly versionTag: VersionTag | undefined
}

/** Whether `after` differs from `before` in anything that its author can say. A job that did not exist has changed. */
export function specChanged(before: JobSpec | undefined, after: JobSpec): boolean {
  if (!before) return true
  if (before.stop !== after.stop || !sameTag(before.versionTag, after.versionTag)) return true
  return !same(before.document, after.document)
}

function sameTag(a: VersionTag | undefined, b: VersionTag | undefined): boolean {
  if (!a || !b) return a === b
  return a.name === b.name && a.description === b.description && a.taggedTime === b.taggedTime
}

// Whether two versions of a job say something different: everything counts but what the server owns. Rules: semantics/1 §5.4.

import type { Job } from '../entities/job.ts'
import type { Json } from '../json.ts'

/** Whether `after` differs from `before` in anything that its author can say. */
export function specChanged(before: Job | undefined, after: Job): boolean {
  if (!before) return true
  return before.stop !== after.stop || !sameTag(before, after) || !same(before.document, after.document)
}

function sameTag({ versionTag: a }: Job, { versionTag: b }: Job): boolean {
  if (!a || !b) return a === b
  return a.name === b.name && a.description === b.description && a.taggedTime === b.taggedTime
}

function same(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || !a || !b || Array.isArray(a) !== Array.isArray(b)) return false
  const left = new Map<string, Json>(Object.entries(a))
  const right = new Map<string, Json>(Object.entries(b))
  if (left.size !== right.size) return false
  for (const [key, value] of left) if (!right.has(key) || !same(value, right.get(key))) return false
  return true
}

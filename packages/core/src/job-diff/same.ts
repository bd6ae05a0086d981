// Deep equality of JSON values, as the comparison of job documents needs it: an absent key, null and an empty list differ,
// because canonical documents unify what means the same (semantics/1 §5.4).

import type { Json, JsonObject } from '../json.ts'

/** Whether two values are equal at every depth. The order of keys does not count, the order of a list does. */
export function same(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (isList(a)) return isList(b) && sameList(a, b)
  return !isList(b) && sameObject(a, b)
}

function sameList(a: readonly Json[], b: readonly Json[]): boolean {
  return a.length === b.length && a.every((value, at) => same(value, b[at]))
}

function sameObject(a: JsonObject, b: JsonObject): boolean {
  const keys = Object.keys(a)
  if (keys.length !== Object.keys(b).length) return false
  return keys.every((key) => Object.hasOwn(b, key) && same(a[key], b[key]))
}

/** Whether a value is a list (the standard test does not know read-only lists). */
export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value)
}

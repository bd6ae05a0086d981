// Deep equality of JSON values, as the comparison of job documents needs it: an absent key, null and an empty list differ,
// because canonical documents unify what means the same (semantics/1 §5.4).

import { isJsonList, isJsonObject, type Json, type JsonList, type JsonObject } from '../json.ts'

/** Whether two values are equal at every depth. The order of keys does not count, the order of a list does. */
export function same(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b) return true
  if (isJsonList(a)) return isJsonList(b) && sameList(a, b)
  return isJsonObject(a) && isJsonObject(b) && sameObject(a, b)
}

function sameList(a: JsonList, b: JsonList): boolean {
  return a.length === b.length && a.every((value, at) => same(value, b[at]))
}

function sameObject(a: JsonObject, b: JsonObject): boolean {
  const keys = Object.keys(a)
  if (keys.length !== Object.keys(b).length) return false
  return keys.every((key) => Object.hasOwn(b, key) && same(a[key], b[key]))
}

// JSON values as the engine keeps them: frozen, 64-bit integers beyond 2^53 as bigint.

/** A JSON value. Integers that do not fit a double exactly are kept as bigint. */
export type Json = null | boolean | number | bigint | string | JsonList | JsonObject

/** A JSON array. */
export type JsonList = readonly Json[]

/** A JSON object. Keys keep the order in which they arrived. */
export interface JsonObject {
  readonly [key: string]: Json
}

/** A field of an object; undefined when there is no object or no such field. */
export function fieldOf(value: Json | undefined, key: string): Json | undefined {
  if (!isJsonObject(value)) return undefined
  return Object.hasOwn(value, key) ? value[key] : undefined
}

/** Whether a value is an object (not a list). */
export function isJsonObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Whether a value is a list (the standard test does not know read-only lists). */
export function isJsonList(value: Json | undefined): value is JsonList {
  return Array.isArray(value)
}

/** The items of a list that may not be there. */
export function eachOf<T>(list: readonly T[] | null | undefined): readonly T[] {
  return list ?? []
}

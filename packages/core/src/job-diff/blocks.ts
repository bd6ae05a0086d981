// Reads members of job documents: a missing key, null and (for lists and maps) an empty collection are the same nothing.

import { isJsonList, isJsonObject, type Json, type JsonObject } from '../json.ts'

/** A block of a document, or nothing. */
export type Block = JsonObject | undefined

/** A document without members: what a missing parent reads as. */
export const nothing: JsonObject = {}

/** The value under a key; undefined when it is missing or null. */
export function valueAt(parent: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(parent, key) ? (parent[key] ?? undefined) : undefined
}

/** The block under a key, present even when it has no members. */
export function blockAt(parent: JsonObject, key: string): Block {
  const value = valueAt(parent, key)
  return isJsonObject(value) ? value : undefined
}

/** The map under a key; an empty one counts as none. */
export function mapAt(parent: JsonObject, key: string): Block {
  const map = blockAt(parent, key)
  return map && Object.keys(map).length > 0 ? map : undefined
}

/** The list under a key; empty when there is none. */
export function listAt(parent: JsonObject, key: string): readonly Json[] {
  const value = valueAt(parent, key)
  return isJsonList(value) ? value : []
}

/** The blocks in the list under a key. */
export function blocksAt(parent: JsonObject, key: string): readonly JsonObject[] {
  return listAt(parent, key).filter(isJsonObject)
}

/** The text under a key, or `''`. */
export function textAt(parent: JsonObject, key: string): string {
  const value = valueAt(parent, key)
  return typeof value === 'string' ? value : ''
}

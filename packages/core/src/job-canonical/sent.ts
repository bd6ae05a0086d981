// Reads fields of a decoded job: each is absent or of its type, because the decoder has checked it.

import { isJsonList, isJsonObject, type JsonObject } from '../json.ts'

/** The block under a key; undefined when none was sent. */
export function blockAt(sent: JsonObject, key: string): JsonObject | undefined {
  const value = sent[key]
  return isJsonObject(value) ? value : undefined
}

/** The blocks of the list under a key. */
export function blocksAt(sent: JsonObject, key: string): readonly JsonObject[] {
  const value = sent[key]
  return isJsonList(value) ? value.filter(isJsonObject) : []
}

/** The list under a key with each of its blocks changed; `null` when none was sent. */
export function mapBlocks(
  sent: JsonObject,
  key: string,
  change: (sent: JsonObject) => JsonObject,
): readonly JsonObject[] | null {
  return sent[key] ? blocksAt(sent, key).map(change) : null
}

/** The text under a key; undefined when none was sent. */
export function textAt(sent: JsonObject, key: string): string | undefined {
  const value = sent[key]
  return typeof value === 'string' ? value : undefined
}

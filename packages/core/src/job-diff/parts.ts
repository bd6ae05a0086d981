// How the nested blocks of two documents are found and which is compared with which: alone, by a key, by position, in pairs.
// Rules: semantics/4 §4.3, the object table and the paragraphs below it.

import { canonicalText } from '../canonical.ts'
import { isJsonObject, type JsonObject } from '../json.ts'
import { type Block, blockAt, blocksAt, mapAt } from './blocks.ts'
import { type Compare, type ObjectDiff, objectDiff, type Part } from './diff.ts'
import { fieldDiffs } from './field-diff.ts'
import { bareEntries, flatten } from './flatten.ts'
import { sortObjects } from './object-order.ts'
import { same } from './same.ts'

/** Two blocks to compare; one of them may be missing. */
export type Pair = readonly [before: Block, after: Block]

/** The one block under a key. */
export function one(key: string, compare: Compare): Part {
  return (before, after, contextual) => compareAll([[blockAt(before, key), blockAt(after, key)]], compare, contextual)
}

/** A list of which elements belong together that have the same key; of several with one key the last counts. */
export function byKey(key: string, keyOf: (block: JsonObject) => string, compare: Compare): Part {
  return inPairs(key, (before, after) => pairsOf(keyed(before, keyOf), keyed(after, keyOf)), compare)
}

/** A list of which only equal elements belong together: a change is one that goes and one that comes. */
export function byContent(key: string, compare: Compare): Part {
  return byKey(key, canonicalText, compare)
}

/** A list of which elements at the same position belong together. */
export function byPosition(key: string, compare: Compare): Part {
  return inPairs(key, samePositions, compare)
}

function samePositions(before: readonly JsonObject[], after: readonly JsonObject[]): readonly Pair[] {
  const longer = before.length > after.length ? before : after
  return longer.map((_, at): Pair => [before[at], after[at]])
}

/** A list whose elements find their partners by a rule of their own. */
export function inPairs(
  key: string,
  pair: (before: readonly JsonObject[], after: readonly JsonObject[]) => readonly Pair[],
  compare: Compare,
): Part {
  return (before, after, contextual) => {
    return sortObjects(compareAll(pair(blocksAt(before, key), blocksAt(after, key)), compare, contextual))
  }
}

/** A map of blocks. */
export function byMapKey(key: string, compare: Compare): Part {
  return (before, after, contextual) => {
    const pairs = pairsOf(blocksByName(mapAt(before, key)), blocksByName(mapAt(after, key)))
    return sortObjects(compareAll(pairs, compare, contextual))
  }
}

/** An opaque map, flattened to any depth; its type goes by emptiness, and an empty one is none. */
export function deepMap(key: string): Part {
  const fields = [bareEntries(key)]
  return (before, after, contextual) => {
    const left = mapAt(before, key)
    const right = mapAt(after, key)
    if (same(left, right)) return []
    const diffs = fieldDiffs(flatten(before, fields), flatten(after, fields), contextual)
    return [objectDiff(key, left ? (right ? 'Edited' : 'Deleted') : 'Added', diffs, [])]
  }
}

function compareAll(pairs: readonly Pair[], compare: Compare, contextual: boolean): readonly ObjectDiff[] {
  return pairs.map(([before, after]) => compare(before, after, contextual)).filter((diff) => diff !== undefined)
}

function keyed(list: readonly JsonObject[], keyOf: (block: JsonObject) => string): ReadonlyMap<string, JsonObject> {
  return new Map(list.map((block) => [keyOf(block), block]))
}

function blocksByName(map: Block): ReadonlyMap<string, JsonObject> {
  const blocks = new Map<string, JsonObject>()
  for (const [name, value] of Object.entries(map ?? {})) if (isJsonObject(value)) blocks.set(name, value)
  return blocks
}

/** Every old block with its new partner, then the new ones without. */
export function pairsOf(
  before: ReadonlyMap<string, JsonObject>,
  after: ReadonlyMap<string, JsonObject>,
): readonly Pair[] {
  const pairs: Pair[] = []
  for (const [key, block] of before) pairs.push([block, after.get(key)])
  for (const [key, block] of after) if (!before.has(key)) pairs.push([undefined, block])
  return pairs
}

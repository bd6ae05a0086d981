// Finds groups and tasks of the same name in two documents.

import type { JsonObject } from '../json.ts'
import { compareBytes } from '../order.ts'
import { textAt } from './blocks.ts'
import { type Pair, pairsOf } from './parts.ts'

/** The pairs by name; a name that only one side has makes a pair with one missing. */
export function matchNames(before: readonly JsonObject[], after: readonly JsonObject[]): readonly Pair[] {
  return [...pairsOf(byName(before), byName(after))].sort((a, b) => compareBytes(nameOf(a), nameOf(b)))
}

function byName(blocks: readonly JsonObject[]): ReadonlyMap<string, JsonObject> {
  return new Map(blocks.map((block) => [textAt(block, 'Name'), block]))
}

function nameOf([before, after]: Pair): string {
  return textAt(after ?? before ?? {}, 'Name')
}

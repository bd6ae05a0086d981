// Lists of texts that a diff shows as sets: one field for each distinct text, all named like the list. Rules: semantics/4 §4.3.

import type { JsonObject } from '../json.ts'
import { compareBytes } from '../order.ts'
import { listAt } from './blocks.ts'
import { type DiffType, type FieldDiff, type ObjectDiff, objectDiff, type Part } from './diff.ts'
import { fieldDiff } from './field-diff.ts'
import { scalarText } from './flatten.ts'

/** A set of texts; contextual diffs list an unchanged one as `None`. */
export function stringSet(key: string): Part {
  return (before, after, contextual) => {
    const diff = compareSets(key, { before: setAt(before, key), after: setAt(after, key) }, contextual)
    return diff ? [diff] : []
  }
}

/** A set of texts that is listed only when it changed. */
export function changedStringSet(key: string): Part {
  const all = stringSet(key)
  return (before, after, contextual) => all(before, after, contextual).filter((diff) => diff.Type !== 'None')
}

function setAt(parent: JsonObject, key: string): ReadonlySet<string> {
  return new Set(listAt(parent, key).map((value) => scalarText(value, '')))
}

interface Sets {
  readonly before: ReadonlySet<string>
  readonly after: ReadonlySet<string>
}

function compareSets(name: string, { before, after }: Sets, contextual: boolean): ObjectDiff | undefined {
  const fields: (FieldDiff | null)[] = []
  for (const text of new Set([...before, ...after])) {
    const stays = before.has(text) && after.has(text)
    if (stays && !contextual) continue
    const field = fieldDiff(name, before.has(text) ? text : '', after.has(text) ? text : '')
    // An empty text that came or went has nothing to show: the original lists null there unless it shows what stayed, too.
    fields.push(text === '' && !contextual ? null : field)
  }
  if (fields.length === 0) return undefined
  return objectDiff(name, typeOfSets(before, after), fields.sort(compareFields), [])
}

function typeOfSets(before: ReadonlySet<string>, after: ReadonlySet<string>): DiffType {
  const added = [...after].some((text) => !before.has(text))
  const deleted = [...before].some((text) => !after.has(text))
  if (added && deleted) return 'Edited'
  if (added) return 'Added'
  return deleted ? 'Deleted' : 'None'
}

function compareFields(a: FieldDiff | null, b: FieldDiff | null): number {
  if (!a || !b) return Number(b === null) - Number(a === null)
  return compareBytes(a.Old, b.Old) || compareBytes(a.New, b.New)
}

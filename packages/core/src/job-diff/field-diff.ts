// Compares two flat maps name by name. Rules: semantics/4 §4.3, "Field rule".

import { compareBytes } from '../order.ts'
import type { DiffType, FieldDiff } from './diff.ts'

type Flat = ReadonlyMap<string, string>

/** One field diff for each name that changed (when `contextual`: for each name), in the order of names. */
export function fieldDiffs(before: Flat, after: Flat, contextual: boolean): readonly FieldDiff[] {
  const diffs: FieldDiff[] = []
  for (const name of [...new Set([...before.keys(), ...after.keys()])].sort(compareBytes)) {
    const diff = fieldDiff(name, before.get(name) ?? '', after.get(name) ?? '')
    if (contextual || diff.Type !== 'None') diffs.push(diff)
  }
  return diffs
}

/** The diff of one name; an empty text counts as absent. */
export function fieldDiff(name: string, before: string, after: string): FieldDiff {
  return { Annotations: null, Name: name, New: after, Old: before, Type: typeOf(before, after) }
}

function typeOf(before: string, after: string): DiffType {
  if (before === after) return 'None'
  if (before === '') return 'Added'
  return after === '' ? 'Deleted' : 'Edited'
}

/** What a block became, judged by its fields alone: `None` when no field changed. */
export function typeByFields(fields: readonly FieldDiff[]): DiffType {
  const types = new Set(fields.map((field) => field.Type))
  if (types.has('Edited') || (types.has('Added') && types.has('Deleted'))) return 'Edited'
  if (types.has('Added')) return 'Added'
  return types.has('Deleted') ? 'Deleted' : 'None'
}

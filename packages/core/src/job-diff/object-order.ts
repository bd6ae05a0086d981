// The order of object diffs of one kind beside each other. Rules: semantics/4 §4.3, "Object order".

import { compareBytes } from '../order.ts'
import type { DiffType, FieldDiff, ObjectDiff } from './diff.ts'

const rank: Readonly<Record<DiffType, number>> = { Edited: 0, Added: 1, Deleted: 2, None: 3 }

/** The diffs by name, then type, then size, then field by field. */
export function sortObjects(diffs: readonly ObjectDiff[]): readonly ObjectDiff[] {
  return [...diffs].sort(compareObjects)
}

function compareObjects(a: ObjectDiff, b: ObjectDiff): number {
  return (
    compareBytes(a.Name, b.Name) ||
    rank[a.Type] - rank[b.Type] ||
    (a.Fields?.length ?? 0) - (b.Fields?.length ?? 0) ||
    (a.Objects?.length ?? 0) - (b.Objects?.length ?? 0) ||
    compareFieldLists(a.Fields ?? [], b.Fields ?? [])
  )
}

function compareFieldLists(a: ObjectDiff['Fields'] & object, b: ObjectDiff['Fields'] & object): number {
  for (const [at, field] of a.entries()) {
    const order = compareFields(field, b[at] ?? null)
    if (order !== 0) return order
  }
  return 0
}

function compareFields(a: FieldDiff | null, b: FieldDiff | null): number {
  if (!a || !b) return Number(a === null) - Number(b === null)
  return (
    rank[a.Type] - rank[b.Type] ||
    compareBytes(a.Name, b.Name) ||
    compareBytes(a.Old, b.Old) ||
    compareBytes(a.New, b.New)
  )
}

// Makes functions that compare two blocks of job documents from tables of their members. There are two families, which differ
// in how the type of the result is found: by the fields, or by presence. Rules: semantics/4 §4.3, "Single objects".

import { type Block, nothing } from './blocks.ts'
import { type Compare, type DiffType, type ObjectDiff, objectDiff, type Part } from './diff.ts'
import { fieldDiffs, typeByFields } from './field-diff.ts'
import { type Flattener, flatten } from './flatten.ts'
import { sortObjects } from './object-order.ts'
import { same } from './same.ts'

/** What a block shows. */
export interface Members {
  readonly fields?: readonly Flattener[]
  /** Nested objects, in the order in which they are listed. */
  readonly parts?: readonly Part[]
}

/** What is unusual about a structured block. */
export interface StructuredMembers extends Members {
  /** Unchanged fields of the block itself are left out even in a contextual diff. */
  readonly changedFieldsOnly?: boolean
  /** Which blocks count as absent. Default: none. */
  readonly isVoid?: (block: Block) => boolean
  /** What the parts of an absent old block are compared with. Default: nothing. */
  readonly partsOfAbsent?: Block
  /** Nested objects of different kinds are sorted together. */
  readonly sortParts?: boolean
}

/** A block whose type goes by its fields: one that differs in no field is not shown at all. */
export function plain(name: string, { fields = [], parts = [] }: Members): Compare {
  return (before, after, contextual) => {
    const diffs = fieldDiffs(flatten(before, fields), flatten(after, fields), contextual)
    const type = typeByFields(diffs)
    if (type === 'None') return undefined
    return objectDiff(name, type, diffs, compareParts(parts, { before, after }, contextual))
  }
}

/** A block whose type goes by presence: two different ones are `Edited` even when no field shows it. */
export function structured(name: string, members: StructuredMembers): Compare {
  const { fields = [], parts = [], partsOfAbsent, changedFieldsOnly = false } = members
  return (before, after, contextual) => {
    if (same(before, after)) return undefined
    const diffs = fieldDiffs(flatten(before, fields), flatten(after, fields), contextual && !changedFieldsOnly)
    const nested = compareParts(parts, { before: before ?? partsOfAbsent, after }, contextual)
    return objectDiff(name, presence(before, after, members), diffs, members.sortParts ? sortObjects(nested) : nested)
  }
}

function presence(before: Block, after: Block, { isVoid = isAbsent }: StructuredMembers): DiffType {
  if (isVoid(before)) return 'Added'
  return isVoid(after) ? 'Deleted' : 'Edited'
}

function isAbsent(block: Block): boolean {
  return block === undefined
}

/** The same comparison, with unchanged members left out at every depth. */
export function changesOnly(compare: Compare): Compare {
  return (before, after) => compare(before, after, false)
}

/** The same comparison, with an empty object of type `None` where there is nothing to show. */
export function alwaysShown(name: string, compare: Compare): Compare {
  return (before, after, contextual) => compare(before, after, contextual) ?? objectDiff(name, 'None', [], [])
}

/** The object diffs of all parts of two parents, kind by kind. */
export function compareParts(
  parts: readonly Part[],
  { before, after }: { readonly before: Block; readonly after: Block },
  contextual: boolean,
): readonly ObjectDiff[] {
  return parts.flatMap((part) => part(before ?? nothing, after ?? nothing, contextual))
}

// The name that a placement really gets: one that two allocations share is given up for a free one. Rules:
// semantics/2 §4.4 step 7.

import { freeIndex, isDuplicateIndex, type NameIndex, nameIndexOf, nextNames } from '../reconcile/name-index.ts'

/** The wanted name, unless its index is taken more than once: then the next free one. */
export function freshName(names: NameIndex | undefined, wanted: string): string {
  if (!names) return wanted
  const index = nameIndexOf(wanted, names.prefix.length)
  if (!isDuplicateIndex(names, index)) return wanted
  const [name = wanted] = nextNames(names, 1)
  freeIndex(names, index)
  return name
}

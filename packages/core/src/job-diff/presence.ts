// What became of a task or a group: it is `Edited` when anything in it changed, also what a diff does not show.
// Rules: semantics/4 §4.3.

import type { Block } from './blocks.ts'
import type { DiffType } from './diff.ts'
import { same } from './same.ts'

/** The type by presence and equality. */
export function presenceType(before: Block, after: Block): DiffType {
  if (same(before, after)) return 'None'
  if (!before) return 'Added'
  return after ? 'Edited' : 'Deleted'
}

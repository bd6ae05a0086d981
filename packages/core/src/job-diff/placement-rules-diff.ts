// What the diffs of constraints and affinities show; jobs, groups and tasks have both. Rules: semantics/4 §4.3.

import { plain } from './compare-blocks.ts'
import type { Part } from './diff.ts'
import { numbers, texts } from './flatten.ts'
import { byContent } from './parts.ts'

const operands = texts('LTarget', 'RTarget', 'Operand')

/** Where allocations must and should go. A change is one that goes and one that comes. */
export const placementRules: readonly Part[] = [
  byContent('Constraints', plain('Constraint', { fields: [operands] })),
  byContent('Affinities', plain('Affinity', { fields: [operands, numbers('Weight')] })),
]

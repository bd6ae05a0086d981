// What holds of every pass of the reconciler for service and batch jobs: semantics/2 §6. The numbers are those of that section.

import type { ReconcileInput, Reconciliation } from '@cutover/core'
import type { PassInvariant } from './pass.ts'
import { passCounts } from './pass-counts.ts'
import { passParts } from './pass-parts.ts'

/** All formulas over a pass. */
export const passInvariants: readonly PassInvariant[] = [...passCounts, ...passParts]

/** The names of the formulas that a pass breaks. */
export function checkPass(given: ReconcileInput, answer: Reconciliation): readonly string[] {
  return passInvariants.flatMap(({ name, holds }) => (holds(answer, given) ? [] : [name]))
}

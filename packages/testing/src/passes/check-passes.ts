// Whether passes of the reconciler answer what the model of a pass says, and keep the formulas.

import { type ReconcileInput, reconcile } from '@cutover/core'
import fc from 'fast-check'
import { arbitraryPass } from '../arbitrary-pass.ts'
import { checkPass } from '../invariants/pass-invariants.ts'
import { linesOf } from './lines.ts'
import { expectedLines } from './model.ts'

/** Answers what the first pass that differs says otherwise. */
export function checkPasses(runs: number, seed = 7): string | undefined {
  for (const given of fc.sample(arbitraryPass, { numRuns: runs, seed })) {
    const [wrong] = passDifferences(given)
    if (wrong !== undefined) return wrong
  }
  return undefined
}

/** What a pass answers otherwise than the model, and the formulas that it breaks. */
export function passDifferences(given: ReconcileInput): readonly string[] {
  const answer = reconcile(given)
  const [told, wanted] = [linesOf(answer, given), expectedLines(given)]
  return [
    ...(told.length === wanted.length ? [] : [`${told.length} lines, the model has ${wanted.length}`]),
    ...told.filter((line) => !wanted.includes(line)).map((line) => `only the pass: ${line}`),
    ...wanted.filter((line) => !told.includes(line)).map((line) => `only the model: ${line}`),
    ...checkPass(given, answer).map((name) => `breaks ${name}`),
  ]
}

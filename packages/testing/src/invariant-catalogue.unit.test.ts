// Every numbered invariant of semantics/1 to 4 is a formula here, or is shown by the test that is named for it.

import { existsSync } from 'node:fs'
import { invariants } from '@cutover/invariants'
import { expect, test } from 'vitest'
import { passInvariants } from './invariants/pass-invariants.ts'

const numbered = (document: string, letter: string, from: number, to: number): readonly string[] =>
  Array.from({ length: to - from + 1 }, (_, i) => `${document} ${letter}${from + i}`)

const sources = [
  ...numbered('1', 'A', 1, 40),
  ...numbered('1', 'B', 41, 49),
  ...numbered('2', '', 1, 50),
  ...numbered('3', 'I', 1, 34),
  ...numbered('4', '', 1, 18),
]

// What is not a claim about an entry or a pass by itself: about documents, two passes, a whole command, a node.
const shownElsewhere: Readonly<Record<string, string>> = {
  '1 A37': 'testing/src/recorded/fsm.int.test.ts',
  '1 B43': 'core/src/quirk-list/log-quirks.int.test.ts',
  '2 34': 'core/src/reconcile/disconnects.unit.test.ts',
  '2 35': 'core/src/reconcile/disconnects.unit.test.ts',
  '2 36': 'core/src/schedule/schedule.prop.test.ts',
  '2 37': 'core/src/schedule/schedule.prop.test.ts',
  '2 38': 'core/src/reconcile/counts.unit.test.ts',
  '2 40': 'core/src/reconcile/canaries.unit.test.ts',
  '2 41': 'core/src/reconcile/reconcile.prop.test.ts',
  '2 42': 'core/src/reconcile/reconcile.prop.test.ts',
  '2 44': 'core/src/schedule/batch.int.test.ts',
  '2 46': 'core/src/schedule/system-cases.unit.test.ts',
  '2 47': 'core/src/schedule/system-cases.unit.test.ts',
  '2 48': 'core/src/schedule/system-canary-cases.unit.test.ts',
  '2 49': 'core/src/schedule/sysbatch-cases.unit.test.ts',
  '3 I24': 'testing/src/recorded/rollouts.int.test.ts',
  '3 I26': 'core/src/schedule/schedule.prop.test.ts',
  '3 I29': 'core/src/watch/progress.unit.test.ts',
  '4 3': 'core/src/commands/job-verb-cases.unit.test.ts',
  '4 5': 'core/src/schedule/schedule.prop.test.ts',
  '4 8': 'core/src/job-canonical/canonicalize.prop.test.ts',
  '4 9': 'core/src/job-diff/job-diff.prop.test.ts',
  '4 10': 'core/src/job-diff/job-diff.prop.test.ts',
  '4 11': 'core/src/commands/job-cases.unit.test.ts',
  '4 15': 'core/src/commands/job-verb-cases.unit.test.ts',
  '4 17': 'core/src/job-document/admit.unit.test.ts',
  '4 18': 'core/src/schedule/plan-job.int.test.ts',
}

test('every numbered invariant is a formula or has its test', () => {
  const formulas = new Set([...invariants, ...passInvariants].flatMap((invariant) => invariant.sources))
  expect(sources.length).toBe(151)
  expect(sources.filter((source) => !formulas.has(source) && shownElsewhere[source] === undefined)).toEqual([])
})

test('the tests named are there', () => {
  const missing = Object.values(shownElsewhere).filter((path) => !existsSync(new URL(`../../${path}`, import.meta.url)))
  expect(missing).toEqual([])
})

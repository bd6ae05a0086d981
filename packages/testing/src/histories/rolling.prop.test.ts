// The reconciler replaces, in the middle of a rolling update, exactly what the rule says.

import { reconcile } from '@cutover/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { arbitraryCanaryStage, cameOf, canaryPass, mustComeOf } from './arbitrary-canaries.ts'
import { arbitraryRollingUpdate, mustBeReplaced, replacedBy, rollingPass } from './arbitrary-rollout.ts'

test('a rolling update replaces the lowest names, as many as max_parallel leaves room for', () => {
  fc.assert(
    fc.property(arbitraryRollingUpdate, (update) => {
      expect(replacedBy(reconcile(rollingPass(update)))).toEqual(mustBeReplaced(update))
    }),
    { numRuns: 500 },
  )
})

test('while canaries wait, those that lack are placed and everything else stays', () => {
  fc.assert(
    fc.property(arbitraryCanaryStage, (stage) => {
      expect(cameOf(reconcile(canaryPass(stage)))).toBe(mustComeOf(stage))
    }),
    { numRuns: 500 },
  )
})

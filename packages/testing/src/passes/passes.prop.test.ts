// The reconciler and the model of a pass agree, and so do their arithmetics of rescheduling; a model that is told something else does not.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { arbitraryPass } from '../arbitrary-pass.ts'
import { checkDelays } from './check-delays.ts'
import { checkPasses, passDifferences } from './check-passes.ts'

test('whatever is found, a pass answers what the model says and keeps the formulas', () => {
  expect(checkPasses(3_000)).toBeUndefined()
})

test('a pass over other allocations than the model was told is told apart', () => {
  const apart = fc.sample(arbitraryPass, { numRuns: 200, seed: 3 }).filter((given) => {
    let asked = 0
    const forgetful = {
      ...given,
      decideUpdate: () => ({ kind: asked++ % 2 === 0 ? 'destructive' : 'ignore' }) as const,
    }
    return passDifferences(forgetful).length > 0
  })
  expect(apart.length).toBeGreaterThan(0)
})

test('delays, attempts and permissions of the next replacement', () => {
  expect(checkDelays()).toBeUndefined()
})

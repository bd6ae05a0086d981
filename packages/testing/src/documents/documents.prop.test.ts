// The tables of the rules hold of the core: for every change of a job alone and for some together, for update blocks at random.

import { expect, test } from 'vitest'
import { checkEdits } from './check-edits.ts'
import { checkUpdates } from './check-updates.ts'

test('what a change of a job means for its allocations', () => {
  expect(checkEdits()).toBeUndefined()
})

test('with which texts an update block is refused', () => {
  expect(checkUpdates()).toBeUndefined()
})

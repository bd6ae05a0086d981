// The core and the model agree after every command: on seeds that once told them apart, and on new ones. The bulk of the commands is
// played by `npm run prove -- model`.

import { expect, test } from 'vitest'
import { historyOf } from '../histories/random-history.ts'
import { playTwice } from './play.ts'
import { playMany } from './play-many.ts'
import { keptSeeds } from './seeds.ts'

test.each(keptSeeds)('seed $seed: $showed', ({ seed, length, requests }) => {
  expect(playTwice(historyOf(seed, { length, requests })).divergence).toBeUndefined()
})

test('histories of a hundred commands, valid and invalid ones, lead both to the same rows', () => {
  const result = playMany({ from: 1_000_000, to: 1_000_100, length: 100, looksEvery: 3 })
  expect(result.failure).toBeUndefined()
  expect(result.commands).toBe(10_000)
  expect(result.refusals / result.commands).toBeGreaterThan(0.1)
})

test('a model that forgets one rule is told apart from the core', () => {
  const { divergence } = playTwice(historyOf(1), () => ['a rule of its own'])
  expect(divergence?.differences).toEqual(['a rule of its own'])
})

// Odds are counted trials: certain where nothing is left to chance, the same for the same seed, and true to arithmetic in between.

import type { State } from '@cutover/core'
import { expect, test } from 'vitest'
import { openStage } from '../stage.ts'
import { perform } from '../stage-words.ts'
import { readBehaviour, usualBehaviour } from './health-behaviour.ts'
import { type Odds, odds } from './odds.ts'
import { tryOnce } from './trial.ts'

function rollout(words: string, change = 'rev 1'): State {
  const stage = openStage()
  for (const line of [`register web: ${words}`, 'run 60s', `change web: ${change}`]) perform(stage, line)
  return stage.world.state
}

// From the health of one to the placement of the next.
const watcherDelay = 1.25

const sure = { ...usualBehaviour, healthy: 1, crashed: 0 }
const doomed = { ...usualBehaviour, healthy: 0, crashed: 1 }
const only = (list: readonly Odds[]): Odds => {
  const [first] = list
  if (!first || list.length > 1) throw new Error(`odds of ${list.length} deployments`)
  return first
}

test('what always turns healthy always succeeds, one after the other', () => {
  const { successful, untilSuccess } = only(
    odds(rollout('3 × app'), { ...sure, secondsMin: 5, secondsMax: 5 }, 'a', 20),
  )
  expect([successful, untilSuccess?.least, untilSuccess?.most]).toEqual([
    1,
    3 * (5 + watcherDelay),
    3 * (5 + watcherDelay),
  ])
})

test('what always crashes always fails, and goes back where it may', () => {
  const outcome = ({ failed, rolledBack }: Odds): readonly number[] => [failed, rolledBack]
  expect(outcome(only(odds(rollout('3 × app, no reschedules'), doomed, 'a', 20)))).toEqual([1, 0])
  expect(outcome(only(odds(rollout('3 × app, no reschedules, auto_revert'), doomed, 'a', 20)))).toEqual([1, 1])
})

test('what never says anything is unhealthy at its deadline', () => {
  const { failed, untilFailure } = only(odds(rollout('3 × app'), { ...sure, healthy: 0 }, 'a', 3))
  expect([failed, untilFailure?.least]).toEqual([1, 120])
})

test('canaries wait for an operator, who may come', () => {
  const state = rollout('3 × app, canary 1')
  expect(only(odds(state, sure, 'a', 5)).undecided).toBe(1)
  const promoted = only(odds(state, { ...sure, secondsMin: 2, secondsMax: 2, promoteAfter: 30 }, 'a', 5))
  expect([promoted.successful, promoted.untilSuccess?.half]).toEqual([1, 2 + 30 + 2 * (2 + watcherDelay)])
})

test('the same seed gives the same odds, another one others, and more runs only add trials', () => {
  const state = rollout('3 × app, no reschedules')
  const behaviour = { ...usualBehaviour, healthy: 0.8, crashed: 0.2 }
  expect(odds(state, behaviour, 'a', 50)).toEqual(odds(state, behaviour, 'a', 50))
  expect(odds(state, behaviour, 'b', 50)).not.toEqual(odds(state, behaviour, 'a', 50))
  const trials = Array.from({ length: 50 }, (_, run) => tryOnce(state, behaviour, `a/${run}`)[0]?.status)
  const share = trials.filter((status) => status === 'successful').length / 50
  expect(only(odds(state, behaviour, 'a', 50)).successful).toBe(share)
})

test('three in a row that each have four chances in five succeed about half the time', () => {
  const behaviour = { ...usualBehaviour, healthy: 0.8, crashed: 0.2 }
  const { successful, failed } = only(odds(rollout('3 × app, no reschedules'), behaviour, 'a', 300))
  expect(Math.abs(successful - 0.8 ** 3)).toBeLessThan(0.05)
  expect(successful + failed).toBeCloseTo(1)
})

test('a state without a rollout has no odds', () => {
  const stage = openStage()
  expect(odds(stage.world.state, sure, 'a', 3)).toEqual([])
})

test.each([
  [{ healthy: 2 }, 'healthy and crashed must not exceed 1 together'],
  [{ healthy: 'often' }, 'healthy has to be a number, zero or more'],
  [{ luck: 1 }, 'there is no luck; there are healthy, crashed, secondsMin, secondsMax, promoteAfter, horizon'],
  [{ secondsMin: 9, secondsMax: 3 }, 'secondsMax must not be less than secondsMin'],
])('%j is no behaviour', (given, fault) => {
  expect(readBehaviour(given)).toBe(fault)
})

test('what is not said is as usual', () => {
  expect(readBehaviour({})).toEqual({ ...usualBehaviour, crashed: expect.closeTo(0.05) })
  expect(readBehaviour({ healthy: 0.5 })).toMatchObject({ healthy: 0.5, crashed: 0.5 })
})

// Odds, as the command line and the server tell them.

import { beginHistory } from '@cutover/core/explain'
import { openStage, perform } from '@cutover/simulator'
import { expect, test } from 'vitest'
import { tellOdds, tellOddsOf } from './odds.ts'

const stage = openStage()
for (const line of ['register web: 2 × app', 'run 60s', 'change web: rev 1']) perform(stage, line)
const { state } = stage.world
const options = { dataDir: '', json: false, seed: 'odds', runs: '5', healthy: '1' } as const

test('in words: how often, and after how long', async () => {
  expect(await tellOddsOf(beginHistory(state), { ...options, secondsMin: '2', secondsMax: '2' })).toEqual([
    expect.stringMatching(/^[0-9a-f-]{36} {2}web v1, 5 trials$/),
    '  successful 100.0 %  after 6.5 s, nine in ten between 6.5 and 6.5 s',
    '  failed       0.0 %',
    '    of them back to an older version   0.0 %',
    '  cancelled    0.0 %',
    '  undecided    0.0 %',
  ])
})

test('without a rollout there is nothing to tell', async () => {
  expect(await tellOddsOf(beginHistory(openStage().world.state), options)).toEqual(['no deployment is active'])
})

test.each([
  [{ runs: '0' }, 'runs has to be a whole number from 1 to 10000'],
  [{ healthy: '' }, 'healthy has to be a number, zero or more'],
  [{ fortune: '1' }, expect.stringContaining('there is no fortune')],
])('%j is refused in words', async (question, text) => {
  expect(await tellOdds(state, new Map(Object.entries(question)))).toEqual({ ok: false, text })
})

// Every scenario plays to its claim; and every claim can break: another story does not hold it.

import { expect, test } from 'vitest'
import { play } from '../run/run.ts'
import { scenarioOf, scenarios } from './index.ts'

test('there are enough of them, each with its own id', () => {
  expect(scenarios.length).toBeGreaterThanOrEqual(25)
  expect(new Set(scenarios.map(({ id }) => id)).size).toBe(scenarios.length)
})

test.each(scenarios.map((scenario) => [scenario.name, scenario] as const))(
  '%s holds what it claims',
  (_name, scenario) => {
    const player = play(scenario.spoken, scenario.until, scenario.nodes)
    expect(scenario.judge(player.run)).toEqual({ held: true })
  },
)

const others = ['first-rollout', 'fail-and-go-back', 'one-bad-mark', 'a-lost-node', 'max-parallel'].map(scenarioOf)
const runs = others.map(({ spoken, until, nodes }) => play(spoken, until, nodes).run)

test.each(scenarios.map((scenario) => [scenario.name, scenario] as const))('%s could break', (_name, scenario) => {
  const cut = play(scenario.spoken.slice(0, 1), 3, scenario.nodes).run
  // All at once, and a group that is promoted by hand before the other is ready.
  const hasty = play(
    [
      {
        at: 0,
        line: 'register web: 6 × app, max_parallel 6, canary 1; 6 × api, max_parallel 6, canary 1, healthy after 20s',
      },
      { at: 60, line: 'change web: rev 1' },
      { at: 64, line: 'promote d2 group app' },
    ],
    90,
  ).run
  expect([cut, hasty, ...runs].some((run) => !scenario.judge(run).held)).toBe(true)
})

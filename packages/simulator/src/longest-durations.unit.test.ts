// Durations as long as Nomad counts them, 292 years: longer than instants go here, which must not matter to a rollout.

import { seconds } from '@cutover/core'
import { defaultManagers } from '@cutover/core/managers'
import { expect, test } from 'vitest'
import { World } from './index.ts'

/** Stands for a number that no number of the language is. */
const longest = '9223372036854775807'

function job(
  version: string,
  durations: { readonly update?: object; readonly group?: object; readonly task?: object },
): object {
  const task = { Name: 'main', Driver: 'mock_driver', Config: { run_for: '24h' }, Env: { version }, ...durations.task }
  const update = { HealthCheck: 'task_states', MinHealthyTime: 1e9, ...durations.update }
  return {
    ID: 'web',
    Datacenters: ['*'],
    TaskGroups: [{ Name: 'app', Count: 2, Update: update, ...durations.group, Tasks: [task] }],
  }
}

test.each([
  ['a progress deadline', { update: { ProgressDeadline: longest } }],
  ['both deadlines', { update: { HealthyDeadline: '9223372036854775806', ProgressDeadline: longest } }],
  ['a kill timeout', { update: { ProgressDeadline: longest }, task: { KillTimeout: longest } }],
  [
    'an interval of restarts',
    { group: { RestartPolicy: { Attempts: 1, Interval: longest, Delay: 1e9, Mode: 'fail' } } },
  ],
  [
    'a delay of reschedules',
    {
      group: {
        ReschedulePolicy: {
          Delay: longest,
          MaxDelay: longest,
          Unlimited: true,
          Attempts: 0,
          DelayFunction: 'constant',
        },
      },
    },
  ],
  ['a wait for lost nodes', { group: { Disconnect: { LostAfter: longest } } }],
])('%s', (_name, durations) => {
  const world = new World({ seed: 'longest', managers: defaultManagers })
  for (const version of ['one', 'two']) {
    world.registerBody(JSON.stringify({ Job: job(version, durations) }).replaceAll(/"(9\d{18})"/g, '$1'))
    world.run(seconds(60))
  }
  const found = [...world.state.tables.deployments].map(({ jobVersion, status }) => [jobVersion, status])
  expect(found.sort()).toEqual([
    [0, 'successful'],
    [1, 'successful'],
  ])
})

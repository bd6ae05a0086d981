// The same rollouts without Nomad's oddities: what they break holds, and the rollouts end.

import { safeQuirks, seconds } from '@cutover/core'
import { defaultManagers } from '@cutover/core/managers'
import { checkInvariants, type Violation } from '@cutover/invariants'
import { World } from '@cutover/simulator'
import { expect, test } from 'vitest'
import { handJob } from './hand-job.ts'

const version = (rev: string, config: object): object => {
  const [group] = [
    handJob([{ count: 3, maxParallel: 1, canary: 1, autoPromote: true, autoRevert: true, attempts: 2, rev }]),
  ]
  const text = JSON.stringify(group).replace('{"run_for":"24h"}', JSON.stringify(config))
  return JSON.parse(text)
}

test('a world without oddities breaks no invariant, not even those that recordings break', () => {
  const violations: Violation[] = []
  let entries = 0
  const world = new World({
    seed: 'safe',
    managers: defaultManagers,
    quirks: safeQuirks,
    onEntry: (entry, after, before) => {
      entries += 1
      violations.push(...checkInvariants(before, entry, after, { managed: true }))
    },
  })
  for (const config of [{ run_for: '24h' }, { run_for: '1s', exit_code: 1 }, { run_for: '24h', env: 'x' }]) {
    world.register(version(JSON.stringify(config), config))
    world.run(seconds(900))
  }
  expect(violations).toEqual([])
  expect(entries).toBeGreaterThan(40)
  expect([...world.state.tables.deployments].map(({ status }) => status).sort()).toEqual([
    'failed',
    'successful',
    'successful',
    'successful',
  ])
})

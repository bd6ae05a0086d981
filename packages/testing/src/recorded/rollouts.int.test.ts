// A sample of recorded rollouts, replayed on a simulated cluster: the bar of the whole set holds, and a lie is noticed.

import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { linesOf } from './recorded-files.ts'
import { replayRollouts } from './rollouts.ts'

const path = fileURLToPath(new URL('../../fixtures/rollouts.sample.jsonl.gz', import.meta.url))
const sample = [...linesOf(path, () => undefined)].filter((line) => line !== '')

test('every rollout of the sample ends as recorded', () => {
  const { cases, differences, meetsBar } = replayRollouts(sample)
  expect(differences).toEqual([])
  expect(meetsBar).toBe(true)
  expect(cases).toBeGreaterThan(60)
})

test.each([
  ['a status', /"status": ?"successful"/g, '"status":"failed"', 'statuses'],
  ['the job', /"Stable": ?true/g, '"Stable":false', 'final.job'],
  ['a version', /"versions": ?\[\[0, ?true\]\]/g, '"versions":[[0,false]]', 'final.versions'],
  ['a deployment', /"deployments": ?\[\[0, ?"successful"/g, '"deployments":[[0,"cancelled"', 'final.deployments'],
])('%s that is not the recorded one is noticed', (_what, from, to, field) => {
  const lies = sample.map((line) => line.replace(from, to)).filter((line, place) => line !== sample[place])
  const { differences } = replayRollouts(lies.slice(0, 2))
  expect(differences.map((difference) => difference.field)).toContain(field)
})

test('the account of one rollout shows its script and both time lines', () => {
  const { account = [] } = replayRollouts(sample.slice(0, 1))
  expect(account.some((line) => line.includes('"do":"register"'))).toBe(true)
  expect(account.some((line) => line.includes('recorded') && line.includes('│ here'))).toBe(true)
})

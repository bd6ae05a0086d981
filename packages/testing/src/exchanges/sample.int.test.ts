// A sample of the recorded exchanges, two stories of each kind: a real server's answers are given here byte for byte, up to the names
// that servers make up, and a lie is noticed.

import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { linesOf } from '../recorded/recorded-files.ts'
import { replayHttp } from './http.ts'

const path = fileURLToPath(new URL('../../fixtures/http.sample.jsonl.gz', import.meta.url))
const sample = [...linesOf(path, () => undefined)]

test('every exchange of the sample is answered as recorded', async () => {
  const { cases, differences } = await replayHttp(sample)
  expect(differences).toEqual([])
  expect(cases).toBeGreaterThan(900)
}, 120_000)

const story = (name: string): readonly string[] =>
  sample.filter((line) => line.startsWith('{"format"') || line.includes(`"story":"${name}"`))

test.each([
  ['a status', 'node-errors', '"status":500', '"status":400'],
  ['a text', 'node-errors', 'node not found', 'node is not found'],
  ['a header', 'stable-verb', '"X-Nomad-Knownleader","true"', '"X-Nomad-Knownleader","false"'],
  ['a missing header', 'stable-verb', '["X-Nomad-Lastcontact","0"],', ''],
  ['a field', 'stable-verb', '\\"Stable\\":true', '\\"Stable\\":false'],
  ['a missing key', 'evaluation-get', '\\"TriggeredBy\\":\\"job-register\\",', ''],
  ['a null for an empty list', 'deployments-list', '"body":"[]"', '"body":"null"'],
  ['an answer that waits', 'block-evaluations', '"blocked":"waited"', '"blocked":"immediate"'],
])(
  '%s that is not the recorded one is noticed',
  async (_what, name, from, to) => {
    const lines = story(name)
    const lies = lines.map((line) => line.replaceAll(from, to))
    expect(lies).not.toEqual(lines)
    expect((await replayHttp(lies)).differences).not.toEqual([])
  },
  30_000,
)

test('an index out of order is noticed', async () => {
  const lines = story('register-submission')
  const first = /"X-Nomad-Index","(\d+)"/.exec(lines[1] ?? '')?.[1] ?? ''
  const lies = lines.map((line) => line.replace(`"X-Nomad-Index","${first}"`, '"X-Nomad-Index","999999"'))
  expect((await replayHttp(lies)).differences).not.toEqual([])
}, 30_000)

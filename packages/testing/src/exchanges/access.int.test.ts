// A sample of the recorded exchanges about access control: what callers with all kinds of tokens asked of a real server is answered
// here byte for byte, and a lie is noticed.

import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { linesOf } from '../recorded/recorded-files.ts'
import { replayHttp } from './http.ts'

const path = fileURLToPath(new URL('../../fixtures/http.acl.sample.jsonl.gz', import.meta.url))
const sample = [...linesOf(path, () => undefined)]

test('every caller of the sample gets the recorded answers', async () => {
  const { cases, differences } = await replayHttp(sample)
  expect(differences).toEqual([])
  expect(cases).toBeGreaterThan(600)
}, 60_000)

const bootstrap = sample.filter((line) => line.startsWith('{"format"') || line.includes('"story":"acl-bootstrap"'))

test.each([
  ['a refusal', 'Permission denied', 'Permission granted'],
  ['a status', '"status":403', '"status":200'],
  ['a field of a token', '\\"Type\\":\\"management\\"', '\\"Type\\":\\"client\\"'],
])('%s that is not the recorded one is noticed', async (_what, from, to) => {
  const { differences } = await replayHttp(bootstrap.map((line) => line.replaceAll(from, to)))
  expect(differences).not.toEqual([])
})

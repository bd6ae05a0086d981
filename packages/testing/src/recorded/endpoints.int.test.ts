// A sample of the recorded calls of Nomad's endpoints: errors, answers, entries, rows and events agree, and a lie is noticed.

import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { replayEndpoints } from './endpoints.ts'
import { linesOf } from './recorded-files.ts'

const path = fileURLToPath(new URL('../../fixtures/endpoints.sample.jsonl.gz', import.meta.url))
const sample = [...linesOf(path, () => undefined)]

test('every call of the sample has the recorded error, answer, entries, rows and events', () => {
  const { cases, differences } = replayEndpoints(sample)
  expect(differences).toEqual([])
  expect(cases).toBeGreaterThan(2_000)
})

test.each([
  ['an error', /"error":null,"ids":\[\],"entries":\[\{/, '"error":"no","ids":[],"entries":[{', 'error'],
  ['an answer', /"response":\{"EvalID":"[^"]*"/, '"response":{"EvalID":"other"', 'response/EvalID'],
  ['an entry', /"type":"DeploymentPromoteRequestType"\}\]/, '"type":"EvalUpdateRequestType"}]', 'entries/0/1'],
  ['a row', /"Priority":50,"Type":"service","TriggeredBy":"job-register"/, '"Priority":51,"Type":"service"', 'evals'],
  ['an event', /"Topic":"Evaluation","Type":"JobRegistered"/, '"Topic":"Evaluation","Type":"Other"', 'events'],
])('%s that is not the recorded one is noticed', (_what, from, to, field) => {
  const fields = sample.flatMap((line) => {
    const lie = line.replace(from, to)
    return lie === line ? [] : replayEndpoints([lie]).differences.map((difference) => difference.field)
  })
  expect(fields.some((found) => found.startsWith(field))).toBe(true)
})

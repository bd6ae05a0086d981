// The questions under `/v1/cutover/`, asked over requests.

import { isJsonObject, type Json } from '@cutover/core'
import { expect, test } from 'vitest'
import type { OddsTeller } from '../api.ts'
import { handle } from '../handle.ts'
import { readQuery } from '../request.ts'
import type { HttpResponse } from '../response.ts'
import { smallApi } from './small-api.fixture.ts'

const job = {
  ID: 'web',
  Datacenters: ['*'],
  TaskGroups: [{ Name: 'app', Count: 2, Tasks: [{ Name: 'main', Driver: 'mock_driver', Config: { run_for: '1h' } }] }],
}

const idOf = (rows: Json): string => {
  const [row] = Array.isArray(rows) ? rows : []
  return isJsonObject(row) ? String(row['ID']) : ''
}

test('what a deployment waits for, why its field is what it is, what a command would do', async () => {
  const small = await smallApi()
  await small.ask('PUT /v1/jobs', { Job: job })
  const id = idOf(await small.read('GET /v1/deployments'))

  expect(await small.read(`GET /v1/cutover/blockers/${id}`)).toMatchObject({
    blockers: [{ kind: 'health', groups: ['app'], unblock: { kind: 'health' } }],
  })
  expect(await small.read(`GET /v1/cutover/why?table=deployments&key=${id}&field=status`)).toMatchObject({
    after: 'running',
    chain: [
      { change: 'ApplyPlan', by: 'scheduler' },
      { command: 'SubmitJob', by: 'operator' },
    ],
    outside: 'operator',
  })
  expect(await small.read('PUT /v1/cutover/what-if', { type: 'FailDeployment', deploymentId: id })).toMatchObject({
    waiting: [{ deploymentId: id, waiting: { blockers: [] } }],
  })
  expect(await small.read('GET /v1/cutover/timeline?job=web')).toMatchObject([
    { name: 'web.app[0]', version: 0 },
    { name: 'web.app[1]', version: 0 },
  ])
})

test('odds are told by whoever was wired in, about the state as it is; not at all without', async () => {
  const { api, ask } = await smallApi()
  expect((await ask('GET /v1/cutover/odds')).status).toBe(501)
  const asked: unknown[] = []
  const tellOdds: OddsTeller = async (state, question) => {
    asked.push(state, ...question)
    return question.has('luck') ? { ok: false, text: 'there is no luck' } : { ok: true, odds: [{ runs: 7 }] }
  }
  const get = (query: string): Promise<HttpResponse> =>
    handle(
      { ...api, tellOdds },
      {
        method: 'GET',
        path: '/v1/cutover/odds',
        query: readQuery(query),
        headers: new Map(),
        body: '',
        signal: AbortSignal.any([]),
      },
    )
  const [told, refused] = [await get('runs=7&region=global'), await get('luck=1')]
  expect([told.body, refused.status, refused.body]).toEqual(['[{"runs":7}]', 400, 'there is no luck'])
  expect(asked).toEqual([api.engine.read(), ['runs', '7'], api.engine.read(), ['luck', '1']])
})

test.each([
  ['GET /v1/cutover/blockers/nobody', undefined, 404, 'deployment not found'],
  ['GET /v1/cutover/why?table=x', undefined, 400, 'there is no table "x"'],
  ['GET /v1/cutover/why?table=jobs&key=x', undefined, 404, 'jobs has no row "x"'],
  ['PUT /v1/cutover/what-if', '{', 400, 'the command is no JSON'],
  ['PUT /v1/cutover/what-if', '{"type":"Explode"}', 400, 'there is no command "Explode"'],
])('%s %s is refused in words', async (line, body, status, text) => {
  const small = await smallApi()
  const answer = await small.ask(line, body)
  expect([answer.status, answer.body]).toEqual([status, expect.stringContaining(text)])
})

test('a refused command is answered with what would have to be true', async () => {
  const small = await smallApi()
  const command = { type: 'FailDeployment', deploymentId: '00000000-0000-4000-8000-000000000000' }
  expect(await small.read('PUT /v1/cutover/what-if', command)).toMatchObject({
    refusal: { code: 'deployment-not-found' },
    required: 'A deployment with this id would have to exist.',
  })
})

// What is kept of answers: the bytes of a list that has not changed, and never those of one that has.

import { expect, test } from 'vitest'
import { handle } from './handle.ts'
import { RecentAnswers } from './kept-answers.ts'
import { readQuery } from './request.ts'
import type { HttpResponse } from './response.ts'
import { jobNamed, type SmallApi, smallApi } from './routes/small-api.fixture.ts'

function get({ api }: SmallApi, path: string, query = ''): Promise<HttpResponse> {
  const { signal } = new AbortController()
  return handle(api, { method: 'GET', path, query: readQuery(query), headers: new Map(), body: '', signal })
}

const lists = ['deployments', 'jobs', 'allocations', 'evaluations', 'nodes'] as const

test.each(lists)('the list of %s is encoded once while it stays as it is', async (list) => {
  const small = await smallApi()
  await small.ask('PUT /v1/jobs', jobNamed('web'))
  const first = await get(small, `/v1/${list}`)
  const second = await get(small, `/v1/${list}`)
  expect(first.bytes).toBeDefined()
  expect(second.bytes).toBe(first.bytes)
  expect(Buffer.from(first.bytes ?? []).toString()).toBe(first.body)
})

test.each(lists)('the list of %s is told by what was asked of it', async (list) => {
  const small = await smallApi()
  await small.ask('PUT /v1/jobs', jobNamed('web'))
  await small.ask('PUT /v1/jobs', jobNamed('worker'))
  const whole = await get(small, `/v1/${list}`)
  const none = await get(small, `/v1/${list}`, 'filter=ModifyIndex==0')
  const page = await get(small, `/v1/${list}`, 'per_page=1')
  expect(JSON.parse(String(none.body))).toEqual([])
  expect(JSON.parse(String(page.body))).toHaveLength(1)
  expect((await get(small, `/v1/${list}`)).body).toBe(whole.body)
})

test.each(['deployments', 'jobs', 'evaluations'] as const)(
  'the list of %s is made anew after a write',
  async (list) => {
    const small = await smallApi()
    await small.ask('PUT /v1/jobs', jobNamed('web'))
    const before = await get(small, `/v1/${list}`)
    await small.ask('PUT /v1/jobs', jobNamed('worker'))
    const after = await get(small, `/v1/${list}`)
    expect(JSON.parse(String(after.body)).length).toBeGreaterThan(JSON.parse(String(before.body)).length)
    expect(after.headers['X-Nomad-Index']).not.toBe(before.headers['X-Nomad-Index'])
  },
)

test('an answer is given again while nothing has changed, and never after a write', async () => {
  const small = await smallApi()
  const recent = new RecentAnswers()
  const { engine } = small.api
  await small.ask('PUT /v1/jobs', jobNamed('web'))
  const state = engine.read()
  const answer = await get(small, '/v1/job/web')
  recent.keep(state, '/v1/job/web', answer)
  expect(recent.find(engine.read(), '/v1/job/web')).toBe(answer)
  expect(recent.find(engine.read(), '/v1/job/web?pretty')).toBeUndefined()
  await small.ask('PUT /v1/jobs', jobNamed('worker'))
  expect(recent.find(engine.read(), '/v1/job/web')).toBeUndefined()
  recent.keep(engine.read(), '/v1/job/worker', await get(small, '/v1/job/worker'))
  expect(recent.find(engine.read(), '/v1/job/web')).toBeUndefined()
  expect(recent.find(state, '/v1/job/web')).toBeUndefined()
})

test('the answer that is one row is given again until that row is written', async () => {
  const small = await smallApi()
  const recent = new RecentAnswers()
  const { engine } = small.api
  await small.ask('PUT /v1/jobs', jobNamed('web'))
  const [row] = [...engine.read().tables.deployments]
  const id = row?.id ?? ''
  const path = `/v1/deployment/${id}`
  const answer = await get(small, path)
  recent.keep(engine.read(), path, answer)
  await small.ask('PUT /v1/jobs', jobNamed('worker'))
  expect(recent.find(engine.read(), path)).toBe(answer)
  await small.ask(`PUT ${path.replace('deployment', 'deployment/pause')}`, { DeploymentID: id, Pause: true })
  expect(recent.find(engine.read(), path)).toBeUndefined()
  expect((await get(small, path)).body).not.toBe(answer.body)
})

test('the latest deployment of a job is not given again where another may be the latest', async () => {
  const small = await smallApi()
  const recent = new RecentAnswers()
  await small.ask('PUT /v1/jobs', jobNamed('web'))
  recent.keep(small.api.engine.read(), '/v1/job/web/deployment', await get(small, '/v1/job/web/deployment'))
  await small.ask('PUT /v1/jobs', jobNamed('worker'))
  expect(recent.find(small.api.engine.read(), '/v1/job/web/deployment')).toBeUndefined()
})

test.each([
  ['/v1/agent/self', ''],
  ['/v1/metrics', ''],
  ['/v1/job/nope', ''],
  ['/v1/job/web', 'pretty'],
  ['/v1/client/stats', ''],
])('what %s?%s answers is not given again', async (path, query) => {
  const small = await smallApi()
  const recent = new RecentAnswers()
  await small.ask('PUT /v1/jobs', jobNamed('web'))
  recent.keep(small.api.engine.read(), path, await get(small, path, query))
  expect(recent.find(small.api.engine.read(), path)).toBeUndefined()
})

test('a token of the next page is written as the bytes of its text', async () => {
  const small = await smallApi()
  for (const id of ['a', 'ü日']) await small.ask('PUT /v1/jobs', jobNamed(id))
  const { headers } = await get(small, '/v1/jobs', 'per_page=1')
  expect(Buffer.from(headers['X-Nomad-Nexttoken'] ?? '', 'latin1').toString()).toBe('default.ü日')
})

// What goes over the wire for each call, and what comes back, with a fetch that answers from a list.
import { expect, test } from 'vitest'
import { Client } from './client.ts'
import { NomadError } from './http-client.ts'

interface Asked {
  readonly line: string
  readonly body: unknown
  readonly headers: unknown
}

const answered = (body: unknown = {}, init: ResponseInit = {}): Response =>
  new Response(typeof body === 'string' ? body : JSON.stringify(body), init)

function clientOf(options: object = {}, answers: readonly Response[] = []): { client: Client; asked: Asked[] } {
  const asked: Asked[] = []
  const left = [...answers]
  const fetch = (url: URL | RequestInfo, init: RequestInit = {}): Promise<Response> => {
    const { pathname, search } = new URL(String(url))
    const body = typeof init.body === 'string' ? JSON.parse(init.body) : undefined
    asked.push({ line: `${init.method} ${pathname}${search}`, body, headers: init.headers })
    return Promise.resolve(left.shift() ?? answered())
  }
  return { client: new Client({ fetch, ...options }), asked }
}

type Ask = (client: Client) => Promise<unknown>

const calls: readonly (readonly [line: string, ask: Ask, body?: unknown])[] = [
  ['GET /v1/deployments?prefix=ab&per_page=2', (c) => c.deployments.list({ prefix: 'ab', perPage: 2 })],
  ['GET /v1/deployment/d?index=7&wait=5s', (c) => c.deployments.get('d', { index: 7, wait: '5s' })],
  ['GET /v1/deployment/allocations/d', (c) => c.deployments.allocations('d')],
  ['POST /v1/deployment/pause/d', (c) => c.deployments.pause('d'), { DeploymentID: 'd', Pause: true }],
  ['POST /v1/deployment/pause/d', (c) => c.deployments.resume('d'), { DeploymentID: 'd', Pause: false }],
  ['POST /v1/deployment/promote/d', (c) => c.deployments.promote('d'), { DeploymentID: 'd', All: true }],
  ['POST /v1/deployment/promote/d', (c) => c.deployments.promote('d', ['g']), { DeploymentID: 'd', Groups: ['g'] }],
  ['POST /v1/deployment/fail/d', (c) => c.deployments.fail('d'), { DeploymentID: 'd' }],
  ['POST /v1/deployment/unblock/d', (c) => c.deployments.unblock('d'), { DeploymentID: 'd' }],
  [
    'POST /v1/deployment/allocation-health/d',
    (c) => c.deployments.setAllocationHealth('d', { healthy: ['a'] }),
    { DeploymentID: 'd', HealthyAllocationIDs: ['a'], UnhealthyAllocationIDs: [] },
  ],
  ['GET /v1/vars?prefix=apps', (c) => c.variables.list({ prefix: 'apps' })],
  ['GET /v1/var/apps%2Fweb', (c) => c.variables.get('apps/web')],
  ['POST /v1/var/a?cas=0', (c) => c.variables.put('a', { k: 'v' }, { checkIndex: 0 }), { Items: { k: 'v' } }],
  ['POST /v1/var/a', (c) => c.variables.put('a', { k: 'v' }), { Items: { k: 'v' } }],
  ['DELETE /v1/var/a?cas=7', (c) => c.variables.delete('a', { checkIndex: 7 })],
  ['GET /v1/jobs?namespace=*&meta=true', (c) => c.jobs.list({ meta: true, namespace: '*' })],
  ['GET /v1/job/a%2Fb%20%3F', (c) => c.jobs.get('a/b ?')],
  ['GET /v1/job/j/versions?diffs=true', (c) => c.jobs.versions('j', { diffs: true })],
  ['GET /v1/job/j/deployments?all=true', (c) => c.jobs.deployments('j', { all: true })],
  ['GET /v1/job/j/deployment', (c) => c.jobs.latestDeployment('j')],
  ['GET /v1/job/j/allocations', (c) => c.jobs.allocations('j')],
  ['GET /v1/job/j/evaluations', (c) => c.jobs.evaluations('j')],
  ['GET /v1/job/j/summary', (c) => c.jobs.summary('j')],
  ['GET /v1/job/j/scale', (c) => c.jobs.scaleStatus('j')],
  ['GET /v1/job/j/submission?version=2', (c) => c.jobs.submission('j', 2)],
  ['POST /v1/jobs', (c) => c.jobs.register({ ID: 'j' }), { Job: { ID: 'j' } }],
  [
    'POST /v1/jobs?namespace=n',
    (c) => c.jobs.register({ ID: 'j' }, { enforceIndex: 0, namespace: 'n' }),
    { Job: { ID: 'j' }, EnforceIndex: true, JobModifyIndex: 0 },
  ],
  ['POST /v1/job/j/plan', (c) => c.jobs.plan('j', { ID: 'j' }), { Job: { ID: 'j' }, Diff: true }],
  ['DELETE /v1/job/j?purge=true', (c) => c.jobs.stop('j', { purge: true })],
  [
    'POST /v1/job/j/revert',
    (c) => c.jobs.revert('j', 1, { enforcePriorVersion: 3 }),
    { JobID: 'j', JobVersion: 1, EnforcePriorVersion: 3 },
  ],
  [
    'POST /v1/job/j/scale',
    (c) => c.jobs.scale('j', { group: 'g', count: 2 }),
    { Target: { Group: 'g', Job: 'j' }, Count: 2, Message: '', Error: false },
  ],
  ['POST /v1/job/j/stable', (c) => c.jobs.setStable('j', 1, true), { JobID: 'j', JobVersion: 1, Stable: true }],
  ['POST /v1/job/j/versions/t/tag', (c) => c.jobs.tag('j', { name: 't' }), { Description: '', Latest: true }],
  ['DELETE /v1/job/j/versions/t/tag', (c) => c.jobs.untag('j', 't')],
  ['GET /v1/allocations?task_states=false', (c) => c.allocations.list({ taskStates: false })],
  ['POST /v1/allocation/a/stop?reschedule=true', (c) => c.allocations.stop('a', { reschedule: true }), {}],
  ['GET /v1/evaluation/e?related=true', (c) => c.evaluations.get('e', { related: true })],
  ['GET /v1/evaluations?job=j', (c) => c.evaluations.list({ job: 'j' })],
  [
    'POST /v1/node/n/drain',
    (c) => c.nodes.drain('n', null, { markEligible: true }),
    { NodeID: 'n', DrainSpec: null, MarkEligible: true },
  ],
  [
    'POST /v1/node/n/eligibility',
    (c) => c.nodes.setEligibility('n', 'ineligible'),
    { NodeID: 'n', Eligibility: 'ineligible' },
  ],
  ['POST /v1/namespace', (c) => c.namespaces.put({ Name: 'n' }), { Name: 'n' }],
  ['DELETE /v1/namespace/n', (c) => c.namespaces.delete('n')],
  ['POST /v1/search', (c) => c.system.search('ab', 'all'), { Prefix: 'ab', Context: 'all' }],
  ['PUT /v1/system/gc', (c) => c.system.collectGarbage()],
  ['GET /v1/acl/token/self', (c) => c.acl.self()],
]

const cases = calls.map(([line, ask, body]) => ({ line, ask, body }))

test.each(cases)('asks $line', async ({ line, ask, body }) => {
  const { client, asked } = clientOf()
  await ask(client)
  expect(asked.map((one) => [one.line, one.body])).toEqual([[line, body]])
})

test('token, namespace and region of the client go with every call; a call may name others', async () => {
  const { client, asked } = clientOf({ token: 't', namespace: 'n', region: 'r', address: 'http://there:1' })
  await client.jobs.get('j')
  await client.jobs.get('j', { namespace: 'm', region: 's' })
  expect(asked.map(({ line }) => line)).toEqual([
    'GET /v1/job/j?namespace=n&region=r',
    'GET /v1/job/j?namespace=m&region=s',
  ])
  expect(asked[0]?.headers).toEqual({ 'X-Nomad-Token': 't' })
})

test('a read brings its index and the token of the next page', async () => {
  const headers = { 'X-Nomad-Index': '12', 'X-Nomad-NextToken': '3.id' }
  const { client } = clientOf({}, [answered([], { headers })])
  expect(await client.deployments.list()).toEqual({ data: [], index: 12, nextToken: '3.id' })
})

test("an error keeps status and Nomad's text", async () => {
  const { client } = clientOf({}, [answered("can't fail terminal deployment", { status: 500 })])
  const error = await client.deployments.fail('d').catch((reason: unknown) => reason)
  expect(error).toBeInstanceOf(NomadError)
  expect(error).toMatchObject({ status: 500, text: "can't fail terminal deployment" })
})

test('a call that takes longer than its time-out, or whose signal is aborted, is given up', async () => {
  const fetch = (_url: URL | RequestInfo, { signal }: RequestInit = {}): Promise<Response> =>
    new Promise((_resolve, reject) => {
      const end = (): void => reject(signal?.reason)
      if (signal?.aborted) end()
      else signal?.addEventListener('abort', end)
    })
  const client = new Client({ fetch, timeoutMs: 1 })
  await expect(client.jobs.get('j')).rejects.toMatchObject({ name: 'TimeoutError' })
  await expect(client.jobs.get('j', { timeoutMs: 0, signal: AbortSignal.abort() })).rejects.toMatchObject({
    name: 'AbortError',
  })
})

test('a blocking read has its wait on top of the time-out', async () => {
  const deadlines: (AbortSignal | null | undefined)[] = []
  const fetch = (_url: URL | RequestInfo, { signal }: RequestInit = {}): Promise<Response> => {
    deadlines.push(signal)
    return new Promise((resolve) => setTimeout(resolve, 20, answered([])))
  }
  const client = new Client({ fetch, timeoutMs: 1 })
  expect((await client.deployments.list({ index: 1, wait: '1m' })).data).toEqual([])
  expect(deadlines[0]?.aborted).toBe(false)
})

const lines = (...batches: readonly string[]): Response => answered(batches.map((line) => `${line}\n`).join(''))

test('the event stream leaves heartbeats out, and goes on where it broke off', async () => {
  const { client, asked } = clientOf({}, [
    lines('{}', '{"Index":3,"Events":[]}', '{}'),
    answered('no leader', { status: 500 }),
    lines('{}', '{"Index":3,"Events":[]}', '{"Index":5,"Events":[]}'),
  ])
  const seen: number[] = []
  for await (const { Index } of client.events({ topics: ['Deployment', 'Job:j'], pauseMsMax: 0 })) {
    seen.push(Index)
    if (Index === 5) break
  }
  expect(seen).toEqual([3, 5])
  expect(asked.map(({ line }) => line)).toEqual([
    'GET /v1/event/stream?topic=Deployment&topic=Job%3Aj',
    'GET /v1/event/stream?topic=Deployment&topic=Job%3Aj&index=4',
    'GET /v1/event/stream?topic=Deployment&topic=Job%3Aj&index=4',
  ])
})

test('a stream that the server refuses, or whose history is gone, ends with its text', async () => {
  const follow = async (answer: Response): Promise<unknown> => {
    const { client } = clientOf({}, [answer])
    return client
      .events()
      .next()
      .catch((error: unknown) => error)
  }
  expect(await follow(answered('Invalid topic', { status: 400 }))).toMatchObject({ status: 400 })
  expect(await follow(lines('{}', '{"Error":"history is gone"}'))).toMatchObject({ text: 'history is gone' })
})

// Callers and the order in which they are judged: where tokens are read from, how long they hold, what is said before and after a
// refusal, and that a secret is never repeated to anybody but its owner.

import { micros } from '@cutover/core'
import { belongingsIn, bodyOf, rounds, twoNamespaces } from '@cutover/testing'
import { describe, expect, test } from 'vitest'
import { callerOf, secretOf, tokenWith } from './callers.ts'
import { type SmallServer, serve } from './small-server.fixture.ts'

const state = twoNamespaces()
const mine = belongingsIn(state, 'mine')
const theirs = belongingsIn(state, 'theirs')
const unknown = 'ffffffff-ffff-4fff-8fff-ffffffffffff'
const reading = 'namespace "mine" { policy = "read" }'
const minute = 60_000_000

function request(headers: Readonly<Record<string, string>>): Parameters<typeof secretOf>[0] {
  const { signal } = new AbortController()
  return {
    method: 'GET',
    path: '/',
    query: new URLSearchParams(),
    headers: new Map(Object.entries(headers)),
    body: '',
    signal,
  }
}

describe('where a token is read from', () => {
  test.each([
    ['nowhere', {}, ''],
    ['its own header', { 'x-nomad-token': ' a ' }, 'a'],
    ['a bearer', { authorization: 'Bearer a' }, 'a'],
    ['a bearer in any case, first word only', { authorization: '  bEARER   a b' }, 'a'],
    ['its own header first', { 'x-nomad-token': 'a', authorization: 'Bearer b' }, 'a'],
    ['a bearer when its own header is blank', { 'x-nomad-token': ' ', authorization: 'Bearer b' }, 'b'],
    ['no other scheme', { authorization: 'Basic YTpi' }, ''],
  ])('%s', (_name, headers, secret) => {
    expect(secretOf(request(headers))).toBe(secret)
  })
})

async function statusOf(
  server: SmallServer,
  token: string,
  path = '/v1/jobs',
  query = 'namespace=mine',
): Promise<number> {
  return (await server.ask({ method: 'GET', path, query, token })).status
}

test('a token holds for its life, and not a moment longer', async () => {
  const server = await serve(state)
  const token = await server.tokenWith(reading, micros(minute))
  const made = server.clock.now()
  server.clock.advanceTo(micros(made + minute - 1))
  expect(await statusOf(server, token)).toBe(200)
  server.clock.advanceTo(micros(made + minute))
  expect(await statusOf(server, token)).toBe(403)
  expect(callerOf(server.engine.read(), token, server.clock.now())).toBe('unknown')
})

test('a policy that changes or goes changes what its tokens may, at once', async () => {
  const server = await serve(state)
  const token = await server.tokenWith(reading)
  const policy = { name: 'policy-1', description: '', jobAcl: undefined }
  await server.engine.submit({
    type: 'UpsertAclPolicies',
    policies: [{ ...policy, rules: 'node { policy = "read" }' }],
  })
  expect([await statusOf(server, token), await statusOf(server, token, '/v1/nodes')]).toEqual([403, 200])
  await server.engine.submit({ type: 'DeleteAclPolicies', names: ['policy-1'] })
  expect([await statusOf(server, token), await statusOf(server, token, '/v1/nodes')]).toEqual([403, 403])
})

test('a caller without a token has what the policy `anonymous` allows', async () => {
  const server = await serve(state)
  expect(await statusOf(server, '')).toBe(403)
  const policy = { name: 'anonymous', rules: reading, description: '', jobAcl: undefined }
  await server.engine.submit({ type: 'UpsertAclPolicies', policies: [policy] })
  expect(await statusOf(server, '')).toBe(200)
  expect(await statusOf(server, unknown)).toBe(403)
})

describe('what a secret must have to be found', () => {
  test('every character of it counts, and nothing else', async () => {
    const server = await serve(state)
    const token = await server.tokenWith(reading)
    const { aclTokens } = server.engine.read().tables
    expect(tokenWith(aclTokens, token)?.secretId).toBe(token)
    for (let at = 0; at < token.length; at += 1) {
      const other = token[at] === '1' ? '2' : '1'
      expect(tokenWith(aclTokens, token.slice(0, at) + other + token.slice(at + 1))).toBeUndefined()
    }
    expect(tokenWith(aclTokens, token.slice(0, -1))).toBeUndefined()
    expect(tokenWith(aclTokens, `${token}0`)).toBeUndefined()
    const [row] = aclTokens
    expect(tokenWith(aclTokens, row?.accessorId ?? '')).toBeUndefined()
  })
})

test('purging takes a capability of its own', async () => {
  const server = await serve(state)
  const stop = await server.tokenWith('namespace "mine" { capabilities = ["deregister-job"] }')
  const purge = await server.tokenWith('namespace "mine" { capabilities = ["purge-job"] }')
  const statuses = async (token: string): Promise<readonly number[]> => [
    (await server.ask({ method: 'DELETE', path: `/v1/job/${mine.job}`, query: 'namespace=mine&purge=true', token }))
      .status,
    (await server.ask({ method: 'DELETE', path: `/v1/job/${mine.job}`, query: 'namespace=mine', token })).status,
  ]
  expect(await statuses(stop)).toEqual([403, 200])
  expect(await statuses(purge)).toEqual([200, 403])
})

describe('what comes first', () => {
  const invalid = { Job: { ID: 'x', Priority: 1_000, Datacenters: ['dc1'], TaskGroups: [] } }
  const put = (path: string, body: object): { method: string; path: string; query: string; body: object } => ({
    method: 'PUT',
    path,
    query: 'namespace=mine',
    body,
  })
  const get = (path: string, query = 'namespace=mine'): { method: string; path: string; query: string } => ({
    method: 'GET',
    path,
    query,
  })
  const absent = 'd1111111-2222-4333-8444-555555555555'
  test.each([
    ['a method that is none, whoever asks', { ...put('/v1/deployments', {}) }, '', 405],
    ['a body that cannot be read, whoever asks', put('/v1/deployment/pause/x', {}), unknown, 400],
    ['paging that cannot be read, whoever asks', get('/v1/jobs', 'per_page=x'), unknown, 400],
    ['another region, whoever asks', get('/v1/jobs', 'region=moon'), unknown, 500],
    ['a job that is none, to somebody', put('/v1/jobs', invalid), '', 500],
    ['a job that is none, but not to a stranger', put('/v1/jobs', invalid), unknown, 403],
    ['permission, then the filter', get('/v1/jobs', 'filter=bad'), '', 403],
    ['permission, then the id, for reads', get('/v1/deployment/foo'), '', 403],
    ['the id, then permission, for nodes', get('/v1/node/foo'), '', 500],
    ['the id, then permission, for changes', put('/v1/deployment/fail/foo', {}), '', 500],
    ['whether it is there, then permission, for changes', put(`/v1/deployment/fail/${absent}`, {}), '', 500],
    ['permission for what is there', put(`/v1/deployment/fail/${mine.deployment}`, {}), '', 403],
    ['an allocation that is not there', put(`/v1/allocation/${absent}/stop`, {}), '', 404],
    ['no allocation to a stranger', put(`/v1/allocation/${absent}/stop`, {}), unknown, 403],
  ])('%s', async (_name, asked, token, status) => {
    const server = await serve(state)
    const { body, ...rest } = { body: {}, ...asked }
    const sent = asked.method === 'GET' ? rest : { ...rest, body: JSON.parse(JSON.stringify(body)) }
    expect((await server.ask({ ...sent, token })).status).toBe(status)
  })

  test.each([
    ['/v1/acl/token/self', 'failed to parse signed token: go-jose/go-jose: compact JWS format must have three parts'],
    [
      '/v1/agent/self',
      'ACL token not found or invalid workload identity: ' +
        'failed to parse signed token: go-jose/go-jose: compact JWS format must have three parts',
    ],
  ])('a token that is no UUID is told so by %s', async (path, text) => {
    const server = await serve(state)
    expect(await server.ask({ method: 'GET', path, token: 'junk' })).toMatchObject({ status: 500, body: text })
  })
})

test('an object of another namespace looks like one that is not there', async () => {
  const server = await serve(state)
  const token = await server.tokenWith(reading)
  const ask = (path: string): Promise<number> => statusOf(server, token, path)
  expect(await ask(`/v1/deployment/${theirs.deployment}`)).toBe(404)
  expect(await ask(`/v1/allocation/${theirs.allocation}`)).toBe(404)
  expect(await ask(`/v1/evaluation/${theirs.evaluation}`)).toBe(404)
})

test('a stream tells of the namespace that its follower may see, and of no other', async () => {
  const server = await serve(state)
  const token = await server.tokenWith(reading)
  const gone = new AbortController()
  const asked = { method: 'GET', path: '/v1/event/stream', query: 'namespace=mine&topic=Deployment' }
  const { body } = await server.ask({ ...asked, token, signal: gone.signal })
  if (typeof body === 'string') throw new Error('the stream was refused')
  let told = ''
  const end = body((chunk) => {
    told += chunk
    return Promise.resolve()
  })
  await rounds()
  for (const { deployment } of [theirs, mine]) {
    await server.engine.submit({ type: 'PauseDeployment', deploymentId: deployment, pause: true })
  }
  await rounds()
  gone.abort()
  await end
  expect([told.includes(mine.deployment), told.includes(theirs.deployment)]).toEqual([true, false])
})

test('a stream ends when its token does', async () => {
  const server = await serve(state)
  const token = await server.tokenWith(reading)
  const asked = { method: 'GET', path: '/v1/event/stream', query: 'namespace=mine&topic=Deployment' }
  const { body } = await server.ask({ ...asked, token })
  if (typeof body === 'string') throw new Error('the stream was refused')
  let told = ''
  const end = body((chunk) => {
    told += chunk
    return Promise.resolve()
  })
  await rounds()
  const [{ accessorId = '' } = {}] = server.engine.read().tables.aclTokens
  await server.engine.submit({ type: 'DeleteAclTokens', accessorIds: [accessorId] })
  await server.engine.submit({ type: 'PauseDeployment', deploymentId: mine.deployment, pause: true })
  await end
  expect(told).not.toContain(mine.deployment)
})

test('no answer repeats a secret, but the ones to its owner and to management', async () => {
  const server = await serve(state)
  const token = await server.tokenWith(reading)
  const management = await server.tokenWith('')
  const [{ accessorId = '' } = {}] = server.engine.read().tables.aclTokens
  const textOf = async (path: string, by: string): Promise<string> =>
    String((await server.ask({ method: 'GET', path, token: by, query: 'namespace=mine' })).body)
  const open = ['/v1/acl/token/self', `/v1/acl/token/${accessorId}`]
  for (const path of open) expect(await textOf(path, token)).toContain(token)
  expect(await textOf(`/v1/acl/token/${accessorId}`, management)).toContain(token)
  for (const path of ['/v1/acl/tokens', '/v1/acl/policies', '/v1/jobs', '/v1/agent/self'])
    for (const by of [token, management])
      expect(await textOf(path, by)).not.toMatch(new RegExp(`${token}|${management}`))
})

test('a job tells whose token registered it', async () => {
  const server = await serve(state)
  const token = await server.tokenWith('namespace "mine" { policy = "write" }')
  const [{ accessorId = '' } = {}] = server.engine.read().tables.aclTokens
  await server.ask({ method: 'PUT', path: '/v1/jobs', query: 'namespace=mine', token, body: bodyOf(mine) })
  const read = await server.ask({ method: 'GET', path: `/v1/job/${mine.job}`, query: 'namespace=mine', token })
  expect(JSON.parse(String(read.body))).toMatchObject({ NomadTokenID: accessorId })
})

test('a job may bring the token in its body, which counts when the headers have none', async () => {
  const server = await serve(state)
  const token = await server.tokenWith('namespace "mine" { policy = "write" }')
  const put = async (secret: string, header?: string): Promise<number> => {
    const body = { ...bodyOf(mine), SecretID: secret }
    const asked = { method: 'PUT', path: '/v1/jobs', query: 'namespace=mine', body }
    return (await server.ask({ ...asked, ...(header === undefined ? {} : { token: header }) })).status
  }
  expect([await put(''), await put(unknown), await put(token), await put(token, unknown)]).toEqual([403, 403, 200, 403])
  const elsewhere = { method: 'PUT', path: `/v1/job/${mine.job}/evaluate`, query: 'namespace=mine' }
  const body = { JobID: mine.job, SecretID: token }
  expect((await server.ask({ ...elsewhere, body })).status).toBe(403)
})

// What operators ask of a cluster: the scheduler's configuration, garbage, servers, keys, nodes, and what there is none of.
// Rules: client-surface §1.4.

import { createPublicKey } from 'node:crypto'
import type { Engine } from '@cutover/engine'
import { expect, test } from 'vitest'
import { at, jobNamed, smallApi } from './small-api.fixture.ts'

const node = 'f0000000-0000-4000-8000-000000000001'

test('the scheduler has a configuration before anyone sets one, and keeps the index of its birth', async () => {
  const { read } = await smallApi()
  const path = '/v1/operator/scheduler/configuration'
  const born = at(await read(`GET ${path}`), 'SchedulerConfig')
  expect(born).toMatchObject({ CreateIndex: 1, ModifyIndex: 1, SchedulerAlgorithm: 'binpack', PauseEvalBroker: false })
  expect(await read(`PUT ${path}?cas=7`, { SchedulerAlgorithm: 'spread' })).toMatchObject({ Updated: false })
  const set = await read(`PUT ${path}?cas=1`, { SchedulerAlgorithm: 'spread', PreemptionConfig: {} })
  expect(set).toMatchObject({ Updated: true })
  const now = at(await read(`GET ${path}`), 'SchedulerConfig')
  expect(now).toMatchObject({ CreateIndex: 1, ModifyIndex: at(set, 'Index'), SchedulerAlgorithm: 'spread' })
  expect(at(now, 'PreemptionConfig', 'SystemSchedulerEnabled')).toBe(false)
})

test.each([
  ['PUT /v1/operator/scheduler/configuration', '', 400, 'Error parsing scheduler config: Request body is empty'],
  [
    'PUT /v1/operator/scheduler/configuration?cas=x',
    '{}',
    400,
    'Error parsing cas value: strconv.ParseUint: parsing "x": invalid syntax',
  ],
  [
    'PUT /v1/operator/scheduler/configuration',
    '{"SchedulerAlgorithm":"dice"}',
    400,
    'invalid scheduler algorithm: dice',
  ],
  ['POST /v1/system/gc', '', 405, 'Invalid method'],
  ['GET /.well-known/openid-configuration', '', 404, 'OIDC Discovery endpoint disabled'],
  ['PUT /v1/operator/raft/configuration', '', 405, ''],
  ['GET /v1/var/x', '', 404, 'variable not found'],
  ['GET /v1/client/stats?node_id=foo', '', 500, 'node lookup failed: index error: UUID must be 36 characters'],
  [
    'GET /v1/client/allocation/11111111-2222-3333-4444-555555555555/checks',
    '',
    404,
    'Unknown allocation "11111111-2222-3333-4444-555555555555"',
  ],
  ['PUT /v1/node/pools', '{"Name":"all"}', 500, 'modifying node pool "all" is not allowed'],
  ['DELETE /v1/node/pool/default', '', 500, 'deleting node pool "default" is not allowed'],
  ['DELETE /v1/node/pool/nope', '', 500, 'node pool nope not found'],
  ['GET /v1/quotas', '', 501, 'Nomad Enterprise only endpoint'],
  ['GET /v1/agent/health?type=client', '', 500, '{"client":{"ok":false,"message":"client not enabled"}}'],
  ['PUT /v1/node/foo/purge', '', 500, 'node lookup failed: index error: UUID must be 36 characters'],
  ['GET /v1/status/leader?region=nope', '', 500, 'No path to region'],
  ['PUT /v1/node/11111111-2222-3333-4444-555555555555/evaluate', '', 500, 'node not found'],
  ['GET /v1/scaling/policy/11111111-2222-3333-4444-555555555555', '', 404, 'policy not found'],
])('%s %s answers %i %s', async (line, sent, status, body) => {
  const { ask } = await smallApi()
  expect(await ask(line, sent)).toMatchObject({ status, body })
})

test.each([
  ['GET /v1/plugins', '[]'],
  ['GET /v1/volumes?type=csi', '[]'],
  ['GET /v1/agent/health', '{"server":{"message":"ok","ok":true}}'],
  ['GET /v1/agent/health?type=x', '{}'],
])('%s answers %s', async (line, body) => {
  const { ask } = await smallApi()
  expect(await ask(line)).toMatchObject({ status: 200, body })
})

test('no licence is no content', async () => {
  const { ask } = await smallApi()
  expect(await ask('GET /v1/operator/license')).toMatchObject({ status: 204, body: '' })
})

test('the public key is a real one, and stays the same', async () => {
  const { read } = await smallApi()
  const answers = [await read('GET /.well-known/jwks.json'), await read('GET /.well-known/jwks.json')]
  const [key, again] = answers.map((answer) => at(answer, 'keys', 0))
  expect(again).toEqual(key)
  const jwk = { kty: 'RSA', n: String(at(key, 'n')), e: String(at(key, 'e')) }
  expect(createPublicKey({ format: 'jwk', key: jwk }).asymmetricKeyDetails).toMatchObject({ modulusLength: 2048 })
  expect(at(await read('GET /v1/operator/keyring/keys'), 0, 'KeyID')).toBe(at(key, 'kid'))
})

test('a forced collection takes what is over', async () => {
  const { ask, does, clock, api } = await smallApi()
  await ask('PUT /v1/jobs', jobNamed('over', { Constraints: [{ LTarget: 'a', Operand: '=', RTarget: 'b' }] }))
  await ask('DELETE /v1/job/over')
  clock.advanceTo(api.engine.read().at)
  await does({ type: 'CollectGarbage', what: 'jobs', force: false })
  expect(await ask('GET /v1/job/over')).toMatchObject({ status: 200 })
  expect(await ask('PUT /v1/system/gc')).toMatchObject({ status: 200, body: '' })
})

test('a purged node is gone, and its jobs are looked at', async () => {
  const { ask, read } = await smallApi()
  await ask('PUT /v1/jobs', jobNamed('web'))
  const purged = await read(`PUT /v1/node/${node}/purge`)
  expect(at(purged, 'EvalIDs')).toHaveLength(1)
  expect(purged).toMatchObject({ LeaderRPCAddr: '', Servers: null })
  expect(await ask(`GET /v1/node/${node}`)).toMatchObject({ status: 404, body: 'node not found' })
})

test('evaluations are counted, and deleted only while they are paused', async () => {
  const { ask, read } = await smallApi()
  await ask('PUT /v1/jobs', jobNamed('web'))
  expect(at(await read('GET /v1/evaluations/count'), 'Count')).toBe(1)
  expect(at(await read('GET /v1/evaluations/count?filter=Status==failed'), 'Count')).toBe(0)
  const all = { Filter: 'JobID == "web"' }
  const text = 'eval broker is enabled; eval broker must be paused to delete evals'
  expect(await ask('DELETE /v1/evaluations', all)).toMatchObject({ status: 500, body: text })
  await ask('PUT /v1/operator/scheduler/configuration', { PauseEvalBroker: true })
  expect(await read('DELETE /v1/evaluations', all)).toMatchObject({ Count: 1 })
  expect(await read('GET /v1/evaluations')).toEqual([])
})

test('what is measured is told in JSON and for Prometheus', async () => {
  const { ask, read, api } = await smallApi()
  const index = api.engine.read().lastIndex
  const gauges = at(await read('GET /v1/metrics'), 'Gauges')
  expect(gauges).toContainEqual({ Labels: {}, Name: 'nomad.raft.appliedIndex', Value: index })
  expect((await ask('GET /v1/metrics?format=prometheus')).body).toContain(`nomad_raft_appliedIndex ${index}\n`)
})

test('what monitors find is told and measured, where there are any', async () => {
  const plain = await smallApi()
  expect((await plain.ask('GET /v1/cutover/monitor')).status).toBe(404)
  expect((await plain.ask('GET /v1/metrics')).body).not.toContain('cutover.monitor')
  const sections = ['semantics/1 A16']
  const formulas = [{ name: 'placed-grows', sections, violations: 2 }]
  const recent = [{ index: 7, invariant: 'placed-grows', sections, place: 'a deployment' }]
  const report = { entries: 9, violations: 2, formulas, recent }
  const { ask, read } = await smallApi({ monitor: () => report })
  expect(await read('GET /v1/cutover/monitor')).toEqual(report)
  expect((await ask('GET /v1/metrics?format=prometheus')).body).toContain('cutover_monitor_violations 2\n')
})

test('a node pool can be made, read, and deleted once nothing is in it', async () => {
  const { ask, read, does } = await smallApi()
  await ask('PUT /v1/node/pools', { Name: 'gpu', Description: 'fast' })
  expect(await read('GET /v1/node/pool/gpu')).toMatchObject({ Name: 'gpu', Description: 'fast', Meta: null })
  await ask('PUT /v1/jobs', jobNamed('web', { NodePool: 'gpu' }))
  expect(at(await read('GET /v1/node/pool/gpu/jobs'), 0, 'ID')).toBe('web')
  const text = 'node pool "gpu" has non-terminal jobs in regions: [global]'
  expect(await ask('DELETE /v1/node/pool/gpu')).toMatchObject({ status: 500, body: text })
  const stop = { namespace: 'default', jobId: 'web', purge: true, noShutdownDelay: false, evaluationPriority: 0 }
  await does({ type: 'StopJob', ...stop })
  expect(await ask('DELETE /v1/node/pool/gpu')).toMatchObject({ status: 200, body: '' })
  expect(await ask('GET /v1/node/pool/gpu')).toMatchObject({ status: 404 })
})

test('a server tells of all servers of its cluster that live; one on its own of itself', async () => {
  const { api, read } = await smallApi()
  expect(await read('GET /v1/status/peers')).toEqual(['127.0.0.1:4647'])
  expect(at(await read('GET /v1/agent/members'), 'Members')).toMatchObject([{ Name: 'server.global', Port: 4648 }])
  const peers = ['a', 'b', 'server'].map((name, place) => ({ name, address: `192.0.2.${place}:4646` }))
  const status: Engine['status'] = () => ({
    ...api.engine.status(),
    standing: { leads: false, leader: peers[0], lastContactMs: 5, peers },
  })
  const one = await smallApi({ engine: { ...api.engine, status } })
  expect(await one.read('GET /v1/status/peers')).toEqual(['192.0.2.0:4647', '192.0.2.1:4647', '192.0.2.2:4647'])
  const members = at(await one.read('GET /v1/agent/members'), 'Members')
  expect(members).toMatchObject([
    { Name: 'a.global', Addr: '192.0.2.0', Port: 4648 },
    { Name: 'b.global', Tags: { rpc_addr: '192.0.2.1', port: '4647' } },
    { Name: 'server.global' },
  ])
  expect(at(await one.read('GET /v1/agent/self'), 'stats')).toMatchObject({
    raft: { num_peers: '2', state: 'Follower' },
    serf: { members: '3' },
  })
})

// Who may do what, over the whole table: every route is asked by a caller without a token, with one that is nobody's, with each
// capability alone, with each rule alone, and by management. What must come out is written here once more, in other words: as the
// recorded stories `acl-none*`, `acl-junk-*`, `acl-policy-*` and `acl-cap-*` have it.

import type { JsonObject } from '@cutover/core'
import { namespaceCapabilities, singleRules } from '@cutover/core/access'
import { belongingsIn, bodyOf, pathOf, twoNamespaces } from '@cutover/testing'
import { describe, expect, test } from 'vitest'
import { namedNeeds } from './needs.ts'
import { routes } from './routes.ts'
import { type SmallServer, serve } from './small-server.fixture.ts'

const state = twoNamespaces()
const mine = belongingsIn(state, 'mine')

const capabilities = namespaceCapabilities.filter((name) => name !== 'deny')
const grants: readonly (readonly [grant: string, rules: string])[] = [
  ...capabilities.map((name) => [name, `namespace "mine" { capabilities = ["${name}"] }`] as const),
  ...singleRules.map((name) => [`${name}:read`, `${name} { policy = "read" }`] as const),
  ...singleRules
    .filter((name) => name !== 'plugin')
    .map((name) => [`${name}:write`, `${name} { policy = "write" }`] as const),
  ['node_pool:read', 'node_pool "*" { policy = "read" }'],
  ['management', ''],
]

const strangers = ['unknown', 'junk'] as const
const everybody = ['nobody', ...grants.map(([grant]) => grant)]
const noCheck = [...strangers, ...everybody]

const readJob = ['read-job']
const change = (capability: string): readonly string[] => ['submit-job', capability]
const read = (what: string): readonly string[] => [`${what}:read`, `${what}:write`]
const management: readonly string[] = []

/** Route → the grants of which each alone is enough; management always is. */
const enough: Readonly<Record<string, readonly string[]>> = {
  'GET /v1/deployments': readJob,
  'GET /v1/deployment/:id': readJob,
  'GET /v1/deployment/allocations/:id': readJob,
  'PUT /v1/deployment/fail/:id': change('fail-deployment'),
  'PUT /v1/deployment/pause/:id': change('pause-deployment'),
  'PUT /v1/deployment/promote/:id': change('promote-deployment'),
  'PUT /v1/deployment/allocation-health/:id': change('set-alloc-health-deployment'),
  'PUT /v1/deployment/unblock/:id': change('unblock-deployment'),
  'GET /v1/jobs': ['list-jobs'],
  'PUT /v1/jobs': change('register-job'),
  'GET /v1/jobs/statuses': readJob,
  'PUT /v1/jobs/statuses': readJob,
  'PUT /v1/jobs/parse': ['parse-job', 'submit-job'],
  'GET /v1/job/:id': readJob,
  'PUT /v1/job/:id': change('register-job'),
  'DELETE /v1/job/:id': change('deregister-job'),
  'GET /v1/job/:id/allocations': readJob,
  'GET /v1/job/:id/evaluations': readJob,
  'GET /v1/job/:id/deployments': readJob,
  'GET /v1/job/:id/deployment': readJob,
  'GET /v1/job/:id/versions': readJob,
  'GET /v1/job/:id/summary': readJob,
  'GET /v1/job/:id/services': readJob,
  'GET /v1/job/:id/actions': readJob,
  'GET /v1/job/:id/submission': readJob,
  'PUT /v1/job/:id/submission': readJob,
  'DELETE /v1/job/:id/submission': readJob,
  'GET /v1/job/:id/scale': ['read-job', 'read-job-scaling'],
  'PUT /v1/job/:id/scale': change('scale-job'),
  'PUT /v1/job/:id/plan': change('plan-job'),
  'PUT /v1/job/:id/evaluate': change('evaluate-job'),
  'PUT /v1/job/:id/revert': change('revert-job'),
  'PUT /v1/job/:id/stable': change('stable-job'),
  'PUT /v1/job/:id/versions/:name/tag': change('tag-job-version'),
  'DELETE /v1/job/:id/versions/:name/tag': change('tag-job-version'),
  'PUT /v1/job/:id/dispatch': ['dispatch-job'],
  'PUT /v1/job/:id/periodic/force': change('dispatch-job'),
  'GET /v1/scaling/policies': ['list-scaling-policies'],
  'GET /v1/scaling/policy/:id': ['read-scaling-policy'],
  'GET /v1/allocations': readJob,
  'GET /v1/allocation/:id': readJob,
  'GET /v1/allocation/:id/services': readJob,
  'PUT /v1/allocation/:id/stop': ['alloc-lifecycle'],
  'GET /v1/evaluations': readJob,
  'GET /v1/evaluations/count': readJob,
  'DELETE /v1/evaluations': management,
  'GET /v1/evaluation/:id': readJob,
  'GET /v1/evaluation/:id/allocations': readJob,
  'GET /v1/nodes': read('node'),
  'GET /v1/node/:id': read('node'),
  'GET /v1/node/:id/allocations': read('node'),
  'PUT /v1/node/:id/drain': ['node:write'],
  'PUT /v1/node/:id/eligibility': ['node:write'],
  'PUT /v1/node/:id/evaluate': ['node:write'],
  'PUT /v1/node/:id/purge': ['node:write'],
  'GET /v1/node/pools': everybody,
  'GET /v1/node/pool/:name': ['node_pool:read'],
  'GET /v1/node/pool/:name/nodes': read('node'),
  'GET /v1/namespaces': everybody,
  'GET /v1/namespace/:name': capabilities,
  'PUT /v1/namespace': management,
  'PUT /v1/namespace/:name': management,
  'DELETE /v1/namespace/:name': management,
  'PUT /v1/search': readJob,
  'PUT /v1/search/fuzzy': readJob,
  'GET /v1/event/stream': readJob,
  'GET /v1/cutover/blockers/:id': readJob,
  'GET /v1/cutover/why': management,
  'GET /v1/cutover/timeline': management,
  'GET /v1/cutover/monitor': management,
  'PUT /v1/cutover/what-if': management,
  'GET /v1/status/leader': noCheck,
  'GET /v1/status/peers': noCheck,
  'GET /v1/regions': noCheck,
  'GET /v1/metrics': noCheck,
  'GET /v1/agent/health': noCheck,
  'GET /v1/agent/self': read('agent'),
  'GET /v1/agent/members': read('node'),
  'GET /v1/operator/scheduler/configuration': read('operator'),
  'PUT /v1/operator/scheduler/configuration': ['operator:write'],
  'GET /v1/operator/raft/configuration': management,
  'PUT /v1/system/gc': management,
  'GET /v1/acl/policies': everybody,
  'PUT /v1/acl/policy/:name': management,
  'DELETE /v1/acl/policy/:name': management,
  'GET /v1/acl/tokens': management,
  'PUT /v1/acl/token': management,
  'PUT /v1/acl/token/:id': management,
  'DELETE /v1/acl/token/:id': management,
  'GET /v1/acl/token/self': everybody,
  'GET /v1/acl/roles': everybody,
  'PUT /v1/acl/role': management,
  'PUT /v1/acl/role/:id': management,
  'DELETE /v1/acl/role/:id': management,
}

const calls = routes.flatMap(({ path, methods }) =>
  Object.keys(methods)
    .filter((method) => method !== 'POST' || !('PUT' in methods))
    .map((method) => ({ path, method, name: `${method === 'POST' ? 'PUT' : method} ${path}` })),
)

async function passes(
  server: SmallServer,
  { method, path }: { method: string; path: string },
  token: string,
): Promise<boolean> {
  const body = method === 'GET' ? {} : { body: { ...bodyOf(mine), Context: 'jobs', ...namedAlike(path) } }
  const asked = {
    method,
    path: pathOf(path, mine),
    query: 'namespace=mine&topic=Job&version=0',
    ...body,
    ...(token === '' ? {} : { token }),
  }
  const { status, body: answer } = await server.ask(asked)
  if (path === '/v1/event/stream') return typeof answer !== 'string'
  return status !== 403 && !(path === '/v1/allocation/:id' && status === 404) && !(token === 'junk' && status === 500)
}

// What the path names, the body names too, or the request ends before anybody is asked.
function namedAlike(path: string): JsonObject {
  return path.startsWith('/v1/acl/') ? { Name: mine.job, AccessorID: mine.job, ID: mine.job } : {}
}

describe('each grant alone', () => {
  test.each(calls.filter(({ name }) => name in enough))('$name', async (call) => {
    const server = await serve(state)
    const callers = new Map<string, string>([
      ['unknown', 'ffffffff-ffff-4fff-8fff-ffffffffffff'],
      ['junk', 'junk'],
      ['nobody', ''],
    ])
    for (const [grant, rules] of grants) callers.set(grant, await server.tokenWith(rules))
    const passing: string[] = []
    for (const [grant, token] of callers) if (await passes(server, call, token)) passing.push(grant)
    const wanted = new Set([...(enough[call.name] ?? []), 'management'])
    expect(passing).toEqual([...callers.keys()].filter((grant) => wanted.has(grant)))
    await server.engine.close()
  })
})

test('every route has a need of its own, so that nothing is for management only because it was forgotten', () => {
  const verbs = calls.map(({ method, path }) => `${method === 'PUT' || method === 'POST' ? 'WRITE' : method} ${path}`)
  expect(verbs.filter((name) => !namedNeeds.includes(name))).toEqual([])
})

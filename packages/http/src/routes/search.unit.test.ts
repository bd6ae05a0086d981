// Search: contexts, beginnings, what names contain, and every refusal. Rules: client-surface §1.4, §2.4.

import { expect, test } from 'vitest'
import { at, jobNamed, smallApi } from './small-api.fixture.ts'

const contexts =
  "context must be one of [allocs jobs nodes node_pools evals deployment plugins volumes scaling_policy vars namespaces host_volumes] or 'all' for all contexts; got"

test.each([
  ['PUT /v1/search', {}, `${contexts} ""`],
  ['PUT /v1/search', { Prefix: 'x', Context: 'deployments' }, `${contexts} "deployments"`],
  ['PUT /v1/search', { Prefix: 'x', Context: 'jobs', Region: 'nope' }, 'No path to region'],
  ['PUT /v1/search/fuzzy', {}, 'fuzzy search query must be at least 2 characters, got 0'],
  ['PUT /v1/search/fuzzy', { Text: 'ü', Context: 'jobs', Region: 'nope' }, 'No path to region'],
  ['PUT /v1/search/fuzzy', { Text: 'xx', Context: 'nope' }, `${contexts} "nope"`],
])('%s %j is refused', async (line, body, text) => {
  const { ask } = await smallApi()
  expect(await ask(line, body)).toMatchObject({ status: 500, body: text })
})

test('the fields of query options have a longer name in errors', async () => {
  const { ask } = await smallApi()
  const text =
    'json: cannot unmarshal number into Go struct field FuzzySearchRequest.QueryOptions.Prefix of type string'
  expect(await ask('PUT /v1/search/fuzzy', { Prefix: 1 })).toMatchObject({ status: 400, body: text })
})

test('a beginning is looked for in the context asked for, POST as PUT', async () => {
  const { ask, read } = await smallApi()
  await ask('PUT /v1/jobs', jobNamed('alpha'))
  const deployment = String(at(await read('GET /v1/job/alpha/deployment'), 'ID'))
  expect(await read('PUT /v1/search', { Prefix: 'al', Context: 'jobs' })).toMatchObject({
    Matches: { jobs: ['alpha'] },
    Truncations: { jobs: false },
  })
  const matches = { Matches: { deployment: [deployment] }, Truncations: { deployment: false } }
  const odd = { prefix: deployment.slice(0, 7), context: 'deployment' }
  expect(await read('POST /v1/search', odd)).toMatchObject(matches)
})

test('a text that no UUID begins with leaves contexts of UUIDs out, others are null', async () => {
  const { read } = await smallApi()
  expect(at(await read('PUT /v1/search', { Prefix: 'zz', Context: 'all' }), 'Matches')).toEqual({
    host_volumes: null,
    jobs: null,
    namespaces: null,
    node_pools: null,
    plugins: null,
    scaling_policy: null,
    vars: null,
    volumes: null,
  })
})

test('at most twenty are answered', async () => {
  const { ask, read } = await smallApi()
  for (let n = 0; n < 21; n++) await ask('PUT /v1/namespace', { Name: `many-${n}` })
  const answer = await read('PUT /v1/search', { Prefix: 'many-', Context: 'namespaces' })
  expect(at(answer, 'Matches', 'namespaces')).toHaveLength(20)
  expect(at(answer, 'Truncations')).toEqual({ namespaces: true })
})

test('a fuzzy search finds jobs, groups and tasks by what their names contain, whatever the case', async () => {
  const { ask, read } = await smallApi()
  await ask('PUT /v1/jobs', jobNamed('alpha'))
  await ask('PUT /v1/jobs', jobNamed('beta'))
  const found = async (text: string): Promise<unknown> =>
    at(await read('PUT /v1/search/fuzzy', { Text: text, Context: 'jobs' }), 'Matches')
  expect(await found('LPH')).toEqual({ jobs: [{ ID: 'alpha', Scope: ['default', 'alpha'] }] })
  expect(await found('web')).toEqual({
    groups: [
      { ID: 'web', Scope: ['default', 'alpha'] },
      { ID: 'web', Scope: ['default', 'beta'] },
    ],
  })
  expect(await found('app')).toEqual({
    tasks: [
      { ID: 'app', Scope: ['default', 'alpha', 'web'] },
      { ID: 'app', Scope: ['default', 'beta', 'web'] },
    ],
  })
})

test('a fuzzy search answers empty lists only for contexts that it searches by beginnings', async () => {
  const { read } = await smallApi()
  const answer = await read('PUT /v1/search/fuzzy', { Text: 'feature-detection-query', Context: 'all' })
  expect(at(answer, 'Matches')).toEqual({
    deployment: [],
    ['evals']: [],
    host_volumes: [],
    scaling_policy: [],
    volumes: [],
  })
})

test('another namespace is not searched', async () => {
  const { ask, read } = await smallApi()
  await ask('PUT /v1/jobs', jobNamed('alpha'))
  const matches = async (query: string): Promise<unknown> =>
    at(await read(`PUT /v1/search?namespace=${query}`, { Prefix: 'alpha', Context: 'jobs' }), 'Matches', 'jobs')
  expect(await matches('other')).toBeNull()
  expect(await matches('*')).toEqual(['alpha'])
})

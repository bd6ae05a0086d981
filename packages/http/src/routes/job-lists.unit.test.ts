// Statuses, children, sources, actions and scaling policies of jobs. Rules: client-surface §1.2, semantics/4 §3.6, §3.7, §7.4.

import type { Json, JsonObject } from '@cutover/core'
import { expect, test } from 'vitest'
import type { JobParser } from '../api.ts'
import { handle } from '../handle.ts'
import type { HttpResponse } from '../response.ts'
import { at, jobNamed, smallApi } from './small-api.fixture.ts'

const parameterized = { Type: 'batch', ParameterizedJob: { Payload: 'optional', MetaRequired: ['a'] } }
const periodic = { Type: 'batch', Periodic: { Enabled: true, Specs: ['0 0 1 1 *'], SpecType: 'cron' } }

test('statuses come with the newest change first, children only when asked for', async () => {
  const { ask, read } = await smallApi()
  await ask('PUT /v1/jobs', jobNamed('batch', parameterized))
  await ask('PUT /v1/jobs', jobNamed('web'))
  const child = String(at(await read('PUT /v1/job/batch/dispatch', { Meta: { a: '1' } }), 'DispatchedJobID'))
  const ids = async (query: string): Promise<unknown> =>
    [await read(`GET /v1/jobs/statuses${query}`)].flat().map((status) => at(status, 'ID'))
  expect(await ids('')).toEqual(['web', 'batch'])
  expect(await ids('?reverse=true')).toEqual(['batch', 'web'])
  expect(await ids('?include_children=true')).toContain(child)
  const [web, batch] = [await read('GET /v1/jobs/statuses')].flat()
  expect(at(web, 'LatestDeployment')).toMatchObject({ IsActive: true, AllAutoPromote: true, RequiresPromotion: false })
  expect(at(web, 'Allocs')).toHaveLength(1)
  expect(batch).toMatchObject({ Allocs: null, LatestDeployment: null, ChildStatuses: ['running'] })
})

test('statuses are paged by the index of the last change', async () => {
  const { ask, read } = await smallApi()
  await ask('PUT /v1/jobs', jobNamed('one', parameterized))
  await ask('PUT /v1/jobs', jobNamed('two', parameterized))
  const first = await ask('GET /v1/jobs/statuses?per_page=1')
  const token = first.headers['X-Nomad-Nexttoken'] ?? ''
  expect(at(JSON.parse(first.body), 0, 'ID')).toBe('two')
  expect(at(await read(`GET /v1/jobs/statuses?per_page=1&next_token=${token}`), 0, 'ID')).toBe('one')
})

test.each([
  ['{}', 400, 'no jobs in request'],
  ['{"jobs":[]}', 400, 'no jobs in request'],
  ['{', 400, 'error decoding request: unexpected EOF'],
  [
    '{"jobs":"x"}',
    400,
    'error decoding request: json: cannot unmarshal string into Go struct field JobStatusesRequest.Jobs of type []api.NamespacedID',
  ],
])('statuses of the body %s are refused', async (body, status, text) => {
  const { ask } = await smallApi()
  expect(await ask('POST /v1/jobs/statuses', body)).toMatchObject({ status, body: text })
})

test('a bad filter of statuses is the fault of the server', async () => {
  const { ask } = await smallApi()
  await ask('PUT /v1/jobs', jobNamed('web'))
  const text =
    'failed to read result page: error finding value in datum: /Nope at part 0: couldn\'t find key: struct field with name "Nope"'
  expect(await ask('GET /v1/jobs/statuses?filter=Nope==x')).toMatchObject({ status: 500, body: text })
})

test('a dispatch answers its child; the same token answers it again', async () => {
  const { ask, read } = await smallApi()
  await ask('PUT /v1/jobs', jobNamed('batch', parameterized))
  const line = 'PUT /v1/job/batch/dispatch?idempotency_token=once'
  const child = await read(line, { Meta: { a: '1' }, Payload: 'aGVsbG8=' })
  expect(at(child, 'DispatchedJobID')).toMatch(/^batch\/dispatch-1700000000-[0-9a-f]{8}$/)
  expect(await read(line, { Meta: { a: '2' } })).toMatchObject({
    DispatchedJobID: at(child, 'DispatchedJobID'),
    JobCreateIndex: at(child, 'JobCreateIndex'),
    EvalID: '',
  })
})

test.each([
  ['{"JobID":"other","Meta":{"a":"1"}}', 400, 'Job ID does not match'],
  ['{}', 500, 'Dispatch did not provide required meta keys: [a]'],
  ['{"Meta":{"a":"1"},"Payload":"!!"}', 400, 'illegal base64 data at input byte 0'],
])('a dispatch with %s is refused', async (body, status, text) => {
  const { ask } = await smallApi()
  await ask('PUT /v1/jobs', jobNamed('batch', parameterized))
  expect(await ask('PUT /v1/job/batch/dispatch', body)).toMatchObject({ status, body: text })
})

test('the plan of a periodic job tells when it would be launched', async () => {
  const { read } = await smallApi()
  const planned = async (fields: JsonObject): Promise<Json | undefined> =>
    at(await read('PUT /v1/job/nightly/plan', jobNamed('nightly', fields)), 'NextPeriodicLaunch')
  expect(await planned(periodic)).toBe('2024-01-01T00:00:00Z')
  expect(await planned({ ...periodic, Periodic: { ...periodic.Periodic, Enabled: false } })).toBeNull()
  expect(await planned({ Type: 'batch' })).toBeNull()
})

test('a periodic job is launched when forced, others are not', async () => {
  const { ask, read } = await smallApi()
  await ask('PUT /v1/jobs', jobNamed('nightly', periodic))
  await ask('PUT /v1/jobs', jobNamed('web'))
  const launched = await read('PUT /v1/job/nightly/periodic/force')
  expect(launched).toEqual({ EvalCreateIndex: at(launched, 'Index'), EvalID: expect.any(String), Index: 8 })
  expect(await ask('GET /v1/job/nightly%2Fperiodic-1700000000')).toMatchObject({ status: 200 })
  const text = "can't force launch non-periodic job"
  expect(await ask('PUT /v1/job/web/periodic/force')).toMatchObject({ status: 500, body: text })
})

test('the source of a version is kept', async () => {
  const { ask, read } = await smallApi()
  const source = { Source: 'job "web" {}', Format: 'hcl2', VariableFlags: { a: '1' }, Variables: 'b=2' }
  await ask('PUT /v1/jobs', { ...jobNamed('web'), Submission: source })
  expect(await read('GET /v1/job/web/submission?version=0')).toMatchObject({ ...source, JobID: 'web', Version: 0 })
  const missing = await ask('GET /v1/job/web/submission?version=1')
  expect(missing).toMatchObject({ status: 404, body: 'job source not found' })
  expect(missing.headers['X-Nomad-Index']).toBe('0')
  const text = 'Unable to parse job submission version parameter'
  expect(await ask('GET /v1/job/web/submission?version=-1')).toMatchObject({ status: 400, body: text })
})

test('the actions of all tasks are listed', async () => {
  const { ask, read } = await smallApi()
  const task = { Name: 'app', Driver: 'mock_driver', Actions: [{ Name: 'a1', Command: '/bin/true', Args: ['x'] }] }
  await ask('PUT /v1/jobs', jobNamed('web', { TaskGroups: [{ Name: 'web', Tasks: [task] }] }))
  expect(await read('GET /v1/job/web/actions')).toEqual([
    { Args: ['x'], Command: '/bin/true', Name: 'a1', TaskGroupName: 'web', TaskName: 'app' },
  ])
  expect(await ask('GET /v1/job/nope/actions')).toMatchObject({ status: 500, body: 'Unknown job "nope"' })
})

test('scaling policies are listed and read by id', async () => {
  const { ask, read } = await smallApi()
  const task = { Name: 'app', Driver: 'mock_driver' }
  const group = { Name: 'web', Count: 1, Scaling: { Min: 1, Max: 3, Enabled: true }, Tasks: [task] }
  await ask('PUT /v1/jobs', jobNamed('web', { TaskGroups: [group] }))
  const [stub] = [await read('GET /v1/scaling/policies')].flat()
  expect(stub).toMatchObject({ Enabled: true, Target: { Group: 'web', Job: 'web', Namespace: 'default' } })
  expect(await read(`GET /v1/scaling/policy/${at(stub, 'ID')}`)).toMatchObject({ Min: 1, Max: 3, ID: at(stub, 'ID') })
  expect(await read('GET /v1/scaling/policies?job=other')).toEqual([])
})

test('job files are read by the parser that the server was given', async () => {
  const { api, ask } = await smallApi()
  const line = 'PUT /v1/jobs/parse'
  expect(await ask(line, {})).toMatchObject({ status: 400, body: 'Job spec is empty' })
  expect(await ask(line, { JobHCL: 'x' })).toMatchObject({ status: 501, body: 'this server does not read job files' })
  const parseJob: JobParser = async ({ source }) =>
    source === 'bad' ? { ok: false, text: 'input.hcl:1,1-4: no job' } : { ok: true, job: { ID: source } }
  const request = { method: 'PUT', path: '/v1/jobs/parse', query: new URLSearchParams(), headers: new Map() }
  const parsed = async (source: string): Promise<HttpResponse> =>
    handle({ ...api, parseJob }, { ...request, body: JSON.stringify({ JobHCL: source }), signal: AbortSignal.any([]) })
  expect(await parsed('web')).toMatchObject({ status: 200, body: '{"ID":"web"}' })
  expect(await parsed('bad')).toMatchObject({ status: 400, body: 'Failed to parse job: input.hcl:1,1-4: no job' })
})

// What the lists and reads of the API answer about random clusters, page by page: compared with files that people read.
// `npm test -- --update` prints them anew.

import { createHash } from 'node:crypto'
import { manualClock, memoryLog, snapshotOf } from '@cutover/engine'
import { engineOn, playCluster, start } from '@cutover/testing'
import { expect, test } from 'vitest'
import type { Api } from './api.ts'
import { handle } from './handle.ts'
import { readQuery } from './request.ts'

const settings = { region: 'global', datacenter: 'dc1', name: 'server', version: '0.1.0', address: '127.0.0.1:4646' }
const fixtures = new URL('../../testing/fixtures/lists/', import.meta.url).pathname
const lists = [
  'jobs',
  'jobs/statuses',
  'deployments',
  'allocations',
  'evaluations',
  'nodes',
  'node/pools',
  'namespaces',
]
const questions = [
  ...[
    '',
    'namespace=*',
    'namespace=other',
    'prefix=',
    'prefix=w',
    'prefix=a',
    'prefix=0f',
    'prefix=0',
    'prefix=zz',
    'reverse=true',
  ],
  ...[
    'per_page=2',
    'per_page=3&reverse=true',
    'per_page=x',
    'next_token=nothing',
    'filter=Status==running',
    'filter=ID!=web',
    'filter=x',
  ],
  ...[
    'include_children=true',
    'meta=true',
    'resources=true',
    'task_states=false',
    'os=true',
    'status=complete',
    'job=web',
    'has_stopped=true',
  ],
]
const ofJobs = [
  ...[
    '',
    '/summary',
    '/versions',
    '/versions?diffs=true',
    '/versions?diff_version=0',
    '/allocations',
    '/allocations?all=true',
    '/evaluations',
  ],
  ...[
    '/deployments',
    '/deployments?all=true',
    '/deployment',
    '/scale',
    '/submission?version=0',
    '/actions',
    '/services',
  ],
]

test.each([61, 62])('lists and reads of cluster %s answer as written down', async (seed) => {
  const { state } = playCluster(seed, 30, () => undefined)
  const log = memoryLog()
  await log.putSnapshot(snapshotOf(state))
  const api: Api = { engine: await engineOn(log), clock: manualClock(start), settings }
  const { jobs, deployments, evaluations, allocations, nodes } = state.tables
  const asked = [
    ...lists.flatMap((list) => questions.map((question) => `/v1/${list}?${question}`)),
    ...[...jobs].flatMap(({ id }) => ofJobs.map((part) => `/v1/job/${id}${part}`)),
    ...[...deployments].flatMap(({ id }) => [`/v1/deployment/${id}`, `/v1/deployment/allocations/${id}`]),
    ...[...evaluations]
      .slice(0, 6)
      .flatMap(({ id }) => [`/v1/evaluation/${id}?related=true`, `/v1/evaluation/${id}/allocations`]),
    ...[...allocations].slice(0, 6).map(({ id }) => `/v1/allocation/${id}`),
    ...[...nodes].flatMap(({ id }) => [`/v1/node/${id}`, `/v1/node/${id}/allocations`]),
    ...[
      '/v1/job/nope',
      '/v1/deployment/nope',
      '/v1/allocation/nope',
      '/v1/evaluation/nope',
      '/v1/node/nope',
      '/v1/evaluations/count',
    ],
  ]
  const told: string[] = []
  for (const target of asked) told.push(...(await pages(api, target)))
  await expect(told.join('\n')).toMatchFileSnapshot(`${fixtures}cluster-${seed}.txt`)
})

// An answer, and those of the pages behind it.
async function pages(api: Api, target: string): Promise<readonly string[]> {
  const told: string[] = []
  for (let next: string | undefined = target; next !== undefined && told.length < 9; ) {
    const [path = '', query = ''] = next.split('?')
    const signal = new AbortController().signal
    const { status, body, headers } = await handle(api, {
      method: 'GET',
      path,
      query: readQuery(query),
      headers: new Map(),
      body: '',
      signal,
    })
    told.push(`${next.slice(3)} ${status} ${shown(body)}`)
    const token = headers['X-Nomad-Nexttoken']
    next = token === undefined ? undefined : `${target}&next_token=${token}`
  }
  return told
}

function shown(body: unknown): string {
  const text =
    typeof body === 'string'
      ? body
      : Buffer.isBuffer(body) || body instanceof Uint8Array
        ? Buffer.from(body).toString()
        : ''
  if (!/^[[{]/.test(text)) return text
  const value: unknown = JSON.parse(text)
  const names = Array.isArray(value) ? `${value.length} rows ${value.map(nameOf).join(' ')} ` : ''
  return `${names}${createHash('sha256').update(text).digest('hex').slice(0, 8)}`
}

function nameOf(row: unknown): string {
  const fields = row !== null && typeof row === 'object' ? new Map(Object.entries(row)) : new Map()
  return String(fields.get('Name') ?? fields.get('ID') ?? '').slice(0, 12)
}

// What all routes share: start-up calls, headers, bodies, paths, the event stream, search. Rules: client-surface §2, §5.5.

import type { FuzzySearchResult, SearchResult } from '../wire-cluster.ts'
import type { JobStatus } from '../wire-jobs.ts'
import type { Deployment } from '../wire-types.ts'
import type { Answer, Bench } from './bench.ts'
import { type Case, contains, Difference, holds, Skip, same } from './case.ts'
import { rowWhere } from './rows.ts'

const startUp: readonly Omit<Case, 'area'>[] = [
  {
    number: '73',
    name: 'the leader is a text with a port',
    run: async (bench) => {
      const answer = await bench.ask('GET /v1/status/leader')
      same('status', answer.status, 200)
      holds('host and port', /^".+:\d+"$/.test(answer.text), answer.text)
    },
  },
  {
    number: '74',
    name: 'what a user interface asks first is answered without an error of the server',
    run: async (bench) => {
      const reads = [
        '/v1/regions',
        '/v1/acl/token/self',
        '/v1/agent/members',
        '/v1/agent/self',
        '/v1/namespaces',
      ] as const
      for (const path of reads) same(path, (await bench.ask(`GET ${path}`)).status, 200)
      const license = await bench.ask('GET /v1/operator/license')
      holds('license: 200, 204 or 501', [200, 204, 501].includes(license.status), license.status)
      const body = { Text: 'feature-detection-query', Context: 'namespaces' }
      same('fuzzy search', (await bench.ask('POST /v1/search/fuzzy', { body })).status, 200)
    },
  },
  {
    number: '78',
    name: 'unknown paths are a bare 404, the root leads to /ui/, lists take no POST',
    run: async (bench) => {
      const unknown = await bench.ask('GET /v1/nope')
      same('unknown', [unknown.status, unknown.text], [404, ''])
      const root = await bench.ask('GET /')
      same('root', [root.status, root.headers.get('Location')], [307, '/ui/'])
      await bench.refused('POST /v1/deployments', { body: {} }, 405, 'Invalid method')
      const open = await bench.ask('GET /v1/deployment')
      holds('redirected', [301, 307].includes(open.status), open.status)
      same('to the form with a slash', open.headers.get('Location'), '/v1/deployment/')
    },
  },
]

const transport: readonly Omit<Case, 'area'>[] = [
  {
    number: '79',
    name: 'with Accept-Encoding answers can be read, errors and empty ones too',
    run: async (bench) => {
      const headers = { 'Accept-Encoding': 'gzip' }
      const path = 'GET /v1/deployment/deadbeef-0000-4000-8000-000000000003' as const
      await bench.refused(path, { headers }, 404, 'deployment not found')
      same('list', (await bench.ask('GET /v1/regions', { headers })).status, 200)
      const name = await bench.namespace()
      const empty = await bench.ask('PUT /v1/namespace', { headers, body: { Name: name } })
      same('empty answer', [empty.status, empty.text], [200, ''])
      same('Vary', (await bench.ask('GET /v1/jobs')).headers.get('Vary'), 'Accept-Encoding')
    },
  },
  {
    number: '81',
    name: 'bodies: keys in any case, unknown keys, what follows, null',
    run: async (bench) => {
      const { deployment } = await bench.unplaceable()
      const path = `PUT /v1/deployment/pause/${deployment.ID}` as const
      const accepted = [
        `{"deploymentid":"${deployment.ID}","PAUSE":true}`,
        `{"DeploymentID":"${deployment.ID}","Pause":true,"Stranger":{"a":[1]}}`,
        `{"DeploymentID":"${deployment.ID}","Pause":true} trailing`,
      ]
      for (const body of accepted) same(body, (await bench.ask(path, { body })).status, 200)
      await bench.refused(path, { body: 'null' }, 400, 'DeploymentID must be specified')
      for (const body of ['{', '[]', '"text"', `{"DeploymentID":"${deployment.ID}","Pause":"yes"}`]) {
        const answer = await bench.ask(path, { body })
        same(`status of ${body}`, answer.status, 400)
        contains('Content-Type', answer.headers.get('Content-Type') ?? '', 'text/plain')
      }
    },
  },
  {
    number: '§2.8',
    name: 'HEAD and OPTIONS are no methods; nothing here speaks CORS',
    run: async (bench) => {
      same('HEAD', (await bench.ask('HEAD /v1/deployments')).status, 405)
      await bench.refused('OPTIONS /v1/deployments', {}, 405, 'Invalid method')
      const answer = await bench.ask('GET /v1/deployments', { headers: { Origin: 'http://example.com' } })
      same('CORS header', answer.headers.get('Access-Control-Allow-Origin'), null)
    },
  },
  {
    number: '§2.3',
    name: 'another region is not to be reached; global and the own one are',
    run: async (bench) => {
      await bench.refused('GET /v1/deployments', { query: { region: 'atlantis' } }, 500, 'No path to region')
      const [own = 'global'] = await bench.client.system.regions()
      same('own', (await bench.ask('GET /v1/deployments', { query: { region: own } })).status, 200)
    },
  },
  {
    number: '§2.9',
    name: 'ids that are no UUIDs are refused with the texts of their kind',
    run: async (bench) => {
      const text = 'index error: UUID must be 36 characters'
      await bench.refused('GET /v1/evaluation/foo', {}, 500, `failed to lookup eval: eval lookup failed: ${text}`)
      await bench.refused('GET /v1/allocation/foo', {}, 500, `alloc lookup failed: ${text}`)
      await bench.refused('GET /v1/node/foo', {}, 500, `node lookup failed: ${text}`)
      const unknown = 'deadbeef-0000-4000-8000-000000000004'
      await bench.refused(`GET /v1/evaluation/${unknown}`, {}, 404, 'eval not found')
      await bench.refused(`GET /v1/allocation/${unknown}`, {}, 404, 'alloc not found')
      await bench.refused(`GET /v1/node/${unknown}`, {}, 404, 'node not found')
      const list = await bench.ask('GET /v1/allocations', { query: { prefix: 'aaa' } })
      contains('prefix', list.text, 'alloc lookup failed: index error: Input (without hyphens) must be even length')
    },
  },
]

const statuses: readonly Omit<Case, 'area'>[] = [
  {
    number: '75',
    name: 'statuses of jobs: newest change first, with their deployment; none asked for is refused',
    run: async (bench) => {
      const namespace = await bench.namespace()
      const [first, second] = [await bench.unplaceable({ namespace }), await bench.unplaceable({ namespace })]
      const { data, index } = await bench.client.jobs.statuses({ namespace })
      same(
        'order',
        data.map((row) => row.ID),
        [second.id, first.id],
      )
      same('deployment', data[1]?.LatestDeployment?.['ID'], first.deployment.ID)
      await bench.refused('POST /v1/jobs/statuses', { body: { jobs: [] } }, 400, 'no jobs in request')
      const body = { jobs: [{ id: first.id, namespace }] }
      const reading = bench.ask('POST /v1/jobs/statuses', { body, query: { index, wait: '60s', namespace: '*' } })
      await bench.client.deployments.pause(first.deployment.ID)
      const woken = await reading
      same(
        'woken',
        woken.json<readonly JobStatus[]>().map((row) => row.ID),
        [first.id],
      )
      holds('index moved', woken.index > index, woken.index)
    },
  },
  {
    number: '77',
    name: 'search: ids of deployments by prefix, an odd one rounded; POST and PUT, not GET',
    run: async (bench) => {
      const { deployment } = await bench.unplaceable()
      for (const method of ['POST', 'PUT'] as const)
        for (const length of [8, 9]) {
          const body = {
            Prefix: deployment.ID.replaceAll('-', '').slice(0, length === 9 ? 7 : 8),
            Context: 'deployment',
          }
          const answer = await bench.ask(`${method} /v1/search`, { body })
          same(`${method} with ${body.Prefix}`, answer.json<SearchResult>().Matches?.['deployment'], [deployment.ID])
        }
      await bench.refused('GET /v1/search', {}, 405, 'Invalid method')
      const body = { Text: deployment.ID.slice(0, 8), Context: 'deployment' }
      const fuzzy = (await bench.ask('PUT /v1/search/fuzzy', { body })).json<FuzzySearchResult>()
      same(
        'fuzzy',
        fuzzy.Matches?.['deployment']?.map((row) => row.ID),
        [deployment.ID],
      )
    },
  },
]

// The lines of a stream, until enough of them have come.
async function linesUntil(
  bench: Bench,
  query: object,
  enough: (lines: readonly string[]) => boolean,
): Promise<readonly string[]> {
  const end = new AbortController()
  const response = await bench.client.http.send('/v1/event/stream', {
    query: { ...query },
    timeoutMs: 30_000,
    signal: end.signal,
  })
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  while (reader && !enough(text.split('\n').slice(0, -1))) {
    const { done, value } = await reader.read()
    if (done) throw new Difference('the stream', 'to go on', text)
    text += value
  }
  end.abort()
  return text.split('\n').slice(0, -1)
}

const streams: readonly Omit<Case, 'area'>[] = [
  {
    number: '76a',
    name: 'the event stream begins with {} at once and is told apart by its headers',
    run: async (bench) => {
      const [first] = await linesUntil(bench, { topic: 'Deployment' }, (lines) => lines.length > 0)
      same('first line', first, '{}')
    },
  },
  {
    number: '76b',
    name: 'a change of a deployment is one event with the deployment, found by the id of its job',
    run: async (bench) => {
      const { id, deployment } = await bench.unplaceable()
      const following = linesUntil(bench, { topic: `Deployment:${id}`, index: deployment.ModifyIndex + 1 }, (lines) =>
        lines.some((line) => line.includes('DeploymentStatusUpdate')),
      )
      await bench.client.deployments.pause(deployment.ID)
      const line = rowWhere('the event', await following, (one) => one.includes('DeploymentStatusUpdate'))
      const batch: { Index: number; Events: StreamedDeployment[] } = JSON.parse(line)
      const [event] = batch.Events
      same('event', [event?.Topic, event?.Key, event?.FilterKeys], ['Deployment', deployment.ID, [id]])
      same('payload', event?.Payload.Deployment.Status, 'paused')
      same('index', event?.Index, batch.Index)
    },
  },
  {
    number: '76c',
    name: 'a topic of three parts is refused',
    run: async (bench) => {
      const text = 'Invalid topic query: error parsing topics: Invalid key value pair for topic, topic: a:b:c'
      await bench.refused('GET /v1/event/stream', { query: { topic: 'a:b:c' } }, 400, text)
    },
  },
]

interface StreamedDeployment {
  readonly Topic: string
  readonly Key: string
  readonly FilterKeys: readonly string[]
  readonly Index: number
  readonly Payload: { readonly Deployment: Deployment }
}

const tokens: readonly Omit<Case, 'area'>[] = [
  {
    number: '80',
    name: 'without access control any token is accepted',
    run: async (bench) => {
      const ask = (headers: Readonly<Record<string, string>>): Promise<Answer> => bench.ask('GET /v1/jobs', { headers })
      const self = await bench.ask('GET /v1/acl/token/self')
      if (!self.text.includes('acls-disabled')) throw new Skip('access control is on')
      same('X-Nomad-Token', (await ask({ 'X-Nomad-Token': 'junk' })).status, 200)
      same('Authorization', (await ask({ Authorization: 'Bearer junk' })).status, 200)
    },
  },
]

/** All cases of this file. */
export const protocol: readonly Case[] = [...startUp, ...transport, ...statuses, ...streams, ...tokens].map((one) => ({
  ...one,
  area: 'protocol',
}))

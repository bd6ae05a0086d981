// Namespaces keep to themselves: over every route, nothing that lies in one is told to, or changed by, a caller whose rights end at
// another; and a list shows what its namespace has, or all that the caller may see for `*`.

import type { State } from '@cutover/core'
import { type Belongings, belongingsIn, bodyOf, pathOf, theirSecret, twoNamespaces } from '@cutover/testing'
import { describe, expect, test } from 'vitest'
import type { HttpResponse } from './response.ts'
import { routes } from './routes.ts'
import { type SmallServer, serve } from './small-server.fixture.ts'

const state = twoNamespaces()
const mine = belongingsIn(state, 'mine')
const theirs = belongingsIn(state, 'theirs')

const calls = routes.flatMap(({ path, methods }) => Object.keys(methods).map((method) => ({ method, path })))

async function textOf({ body }: HttpResponse): Promise<string> {
  if (typeof body === 'string') return body
  let text = ''
  await body((chunk) => {
    text += chunk
    return Promise.resolve()
  })
  return text
}

function rowsOf(
  { tables }: State,
  { job, namespace, deployment, allocation, evaluation }: Belongings,
): readonly unknown[] {
  return [
    tables.jobs.get(`${namespace}\u0000${job}`),
    tables.deployments.get(deployment),
    tables.allocations.get(allocation),
    tables.evaluations.get(evaluation),
    tables.namespaces.get(namespace),
  ]
}

// An id that stands in the request may stand in the answer: it is no news.
function leaks(
  text: string,
  asked: string,
  { job, deployment, allocation, evaluation }: Belongings,
): readonly string[] {
  const secrets = [theirSecret, job, deployment, allocation, evaluation]
  return secrets.filter((secret) => text.includes(secret) && !asked.includes(secret))
}

describe.each(['mine', 'theirs', '*', undefined])('asked with namespace=%s', (namespace) => {
  test.each(calls)('$method $path tells nothing of theirs and changes none of it', async ({ method, path }) => {
    const server = await serve(state)
    const { engine } = server
    const token = await server.tokenWith(
      'namespace "mine" { policy = "write" }\nnode { policy = "read" }\nagent { policy = "read" }',
    )
    const before = rowsOf(engine.read(), theirs)
    const query = namespace === undefined ? '' : `namespace=${namespace}`
    const asked = { method, path: pathOf(path, theirs), query, token }
    const gone = new AbortController()
    gone.abort()
    const body = method === 'GET' ? {} : { body: bodyOf(theirs) }
    const response = await server.ask({ ...asked, ...body, signal: gone.signal })
    const sent = `${asked.path} ${JSON.stringify(body)}`
    expect(leaks(await textOf(response), sent, theirs)).toEqual([])
    expect(rowsOf(engine.read(), theirs)).toEqual(before)
    await engine.close()
  })
})

const lists = ['/v1/jobs', '/v1/deployments', '/v1/allocations', '/v1/evaluations']

async function shown(server: SmallServer, path: string, namespace: string, token: string): Promise<readonly string[]> {
  const response = await server.ask({ method: 'GET', path, query: `namespace=${encodeURIComponent(namespace)}`, token })
  const rows: readonly { readonly ID: string }[] = response.status === 200 ? JSON.parse(await textOf(response)) : []
  const owners = [mine, theirs].filter((owner) => rows.some(({ ID }) => Object.values(owner).includes(ID)))
  return [...owners.map((owner) => owner.namespace), ...(response.status === 200 ? [] : [String(response.status)])]
}

describe.each(lists)('%s', (path) => {
  test('without access control shows its namespace, or all for `*`', async () => {
    const server = await serve(state, { acl: false })
    const all = await Promise.all(['mine', 'theirs', '*', 'nowhere'].map((name) => shown(server, path, name, '')))
    expect(all).toEqual([['mine'], ['theirs'], ['mine', 'theirs'], []])
    await server.engine.close()
  })

  test('with access control shows what the caller may see', async () => {
    const server = await serve(state)
    const ours = await server.tokenWith('namespace "mine" { policy = "read" }')
    const both = await server.tokenWith('namespace "mine" { policy = "read" }\nnamespace "the*" { policy = "read" }')
    const none = await server.tokenWith('namespace "mine" { policy = "deny" }')
    const see = (token: string): Promise<readonly (readonly string[])[]> =>
      Promise.all(['mine', 'theirs', '*'].map((name) => shown(server, path, name, token)))
    expect(await see(ours)).toEqual([['mine'], ['403'], ['mine']])
    expect(await see(both)).toEqual([['mine'], ['theirs'], ['mine', 'theirs']])
    expect(await see(none)).toEqual([['403'], ['403'], ['403']])
    await server.engine.close()
  })
})

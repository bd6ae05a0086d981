// Variables and searches under access control: variables are judged by namespace and path, every context of a search by rights of
// its own. Rules: client-surface §2.3, the recorded stories `acl-*`.

import { twoNamespaces } from '@cutover/testing'
import { expect, test } from 'vitest'
import { type SmallServer, serve } from './small-server.fixture.ts'
import { searchContexts } from './wire/search-contexts.ts'

const variables = [
  ['mine', 'apps/web'],
  ['mine', 'apps/db/password'],
  ['mine', 'shared'],
  ['theirs', 'apps/web'],
] as const

async function served(): Promise<SmallServer> {
  const server = await serve(twoNamespaces())
  for (const [namespace, path] of variables) {
    const about = { type: 'WriteVariable', namespace, path, items: { key: `${namespace} ${path}` } } as const
    await server.engine.submit({ ...about, checkIndex: undefined })
  }
  return server
}

const rule = (path: string, ...capabilities: readonly string[]): string =>
  `path "${path}" { capabilities = ${JSON.stringify(capabilities)} }`
const inMine = (...rules: readonly string[]): string => `namespace "mine" { variables { ${rules.join('\n')} } }`

test.each([
  ['no rule about variables', 'namespace "mine" { policy = "write" }', []],
  ['a path', inMine(rule('shared', 'list')), ['mine shared']],
  ['a pattern', inMine(rule('apps/*', 'list')), ['mine apps/db/password', 'mine apps/web']],
  ['to read is to list', inMine(rule('shared', 'read')), ['mine shared']],
  ['to write is not', inMine(rule('shared', 'write')), []],
  [
    'a path before a pattern',
    inMine(rule('*', 'list'), rule('apps/web', 'write')),
    ['mine apps/db/password', 'mine shared'],
  ],
  ['the closest pattern', inMine(rule('*', 'list'), rule('apps/*', 'deny')), ['mine shared']],
  ['denied beside allowed', inMine(rule('shared', 'list', 'deny')), []],
  [
    'a pattern of namespaces',
    `namespace "*" { variables { ${rule('apps/web', 'list')} } }`,
    ['mine apps/web', 'theirs apps/web'],
  ],
])('a list of all namespaces shows what may be listed: %s', async (_what, rules, wanted) => {
  const server = await served()
  const token = await server.tokenWith(rules)
  const { status, body } = await server.ask({ method: 'GET', path: '/v1/vars', query: 'namespace=*', token })
  const rows: readonly { Namespace: string; Path: string }[] = JSON.parse(String(body))
  expect([status, rows.map(({ Namespace, Path }) => `${Namespace} ${Path}`)]).toEqual([200, wanted])
})

test.each([
  ['GET', '/v1/var/shared', 'read', 200],
  ['GET', '/v1/var/none', 'read', 404],
  ['PUT', '/v1/var/shared', 'write', 200],
  ['DELETE', '/v1/var/shared', 'destroy', 204],
])('%s %s needs the capability %s of its path, and no other', async (method, path, capability, status) => {
  const server = await served()
  const body = { Items: { key: 'value' } }
  for (const one of ['list', 'read', 'write', 'destroy']) {
    const token = await server.tokenWith(inMine(rule('*', one)))
    const there = await server.ask({ method, path, query: 'namespace=mine', token, body })
    const elsewhere = await server.ask({ method, path, query: 'namespace=theirs', token, body })
    expect([one, there.status, elsewhere.status]).toEqual([one, one === capability ? status : 403, 403])
  }
})

test('the namespace in the body of a write is the one that is judged', async () => {
  const server = await served()
  const token = await server.tokenWith(inMine(rule('*', 'write')))
  const body = { Items: { key: 'value' } }
  const ask = async (namespace: string): Promise<number> =>
    (await server.ask({ method: 'PUT', path: '/v1/var/new', token, body: { ...body, Namespace: namespace } })).status
  expect([await ask('mine'), await ask('theirs'), await ask('')]).toEqual([200, 403, 403])
})

test('who may write but not read learns of a conflict without the items', async () => {
  const server = await served()
  const asked = { method: 'PUT', path: '/v1/var/shared', query: 'namespace=mine&cas=0', body: { Items: { key: 'x' } } }
  const blind = await server.ask({ ...asked, token: await server.tokenWith(inMine(rule('*', 'write'))) })
  const seeing = await server.ask({ ...asked, token: await server.tokenWith(inMine(rule('*', 'write', 'read'))) })
  expect([blind.status, String(blind.body).includes('Items')]).toEqual([409, false])
  expect([seeing.status, JSON.parse(String(seeing.body)).Items]).toEqual([409, { key: 'mine shared' }])
})

test.each([
  [
    'namespace "mine" { capabilities = ["read-job"] }',
    ['allocs', 'jobs', 'evals', 'deployment', 'volumes', 'scaling_policy', 'namespaces'],
  ],
  ['namespace "mine" { capabilities = ["list-jobs"] }', ['volumes', 'namespaces']],
  ['namespace "mine" { capabilities = ["csi-list-volume"] }', ['volumes', 'namespaces']],
  ['namespace "mine" { capabilities = ["list-scaling-policies"] }', ['scaling_policy', 'namespaces']],
  ['namespace "mine" { capabilities = ["host-volume-read"] }', ['namespaces', 'host_volumes']],
  ['node { policy = "read" }', ['nodes']],
  ['node_pool "*" { policy = "read" }', ['node_pools']],
  ['plugin { policy = "list" }', ['plugins']],
  [inMine(rule('*', 'list')), ['vars']],
  [inMine(rule('*', 'destroy')), []],
  ['', [...searchContexts]],
])('a search looks into the contexts that are open to its caller: %s', async (rules, wanted) => {
  const server = await served()
  const token = await server.tokenWith(rules)
  const open: string[] = []
  for (const context of searchContexts) {
    const body = { Prefix: '', Context: context, Namespace: 'mine' }
    const { status } = await server.ask({ method: 'PUT', path: '/v1/search', token, body })
    if (status === 200) open.push(context)
    else expect([context, status]).toEqual([context, 403])
  }
  expect(open).toEqual(wanted)
})

test.each([
  ['', 'Prefix'],
  ['/fuzzy', 'Text'],
])('a search%s finds no variable that may not be listed', async (kind, field) => {
  const server = await served()
  const token = await server.tokenWith(inMine(rule('apps/w*', 'list')))
  const body = { [field]: 'apps', Context: 'vars', Namespace: '*' }
  const { body: answer } = await server.ask({ method: 'PUT', path: `/v1/search${kind}`, token, body })
  const { vars } = JSON.parse(String(answer)).Matches
  expect(vars).toEqual(kind === '' ? ['apps/web'] : [{ ID: 'apps/web', Scope: ['mine', 'apps/web'] }])
})

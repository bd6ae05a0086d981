// Variables: written, read, listed and deleted, with and without a look at what they were before; kept by the log like all else.

import { createEngine, fixedSeed, memoryLog } from '@cutover/engine'
import { expect, test } from 'vitest'
import { at, type SmallApi, smallApi } from './small-api.fixture.ts'

const items = { user: 'me', password: 'secret' }

async function withVariables(...paths: readonly string[]): Promise<SmallApi> {
  const small = await smallApi()
  await small.does({ type: 'UpsertNamespaces', namespaces: [{ name: 'other', document: {} }] })
  for (const path of paths) await small.ask(`PUT /v1/var/${path}`, { Items: items })
  return small
}

const paths = (list: unknown): readonly unknown[] =>
  Array.isArray(list) ? list.map((one) => [at(one, 'Namespace'), at(one, 'Path')].join(' ')) : []

test('a variable is answered as it was written, with its indexes and times', async () => {
  const { ask, read } = await withVariables()
  const written = await ask('PUT /v1/var/apps/web', { Items: items })
  const index = Number(written.headers['X-Nomad-Index'])
  const found = await read('GET /v1/var/apps/web')
  expect(written.status).toBe(200)
  expect(JSON.parse(written.body)).toEqual(found)
  expect(found).toEqual({
    CreateIndex: index,
    CreateTime: 1_700_000_000_000_000_000,
    Items: items,
    ModifyIndex: index,
    ModifyTime: 1_700_000_000_000_000_000,
    Namespace: 'default',
    Path: 'apps/web',
  })
})

test('a second write keeps when the variable was created', async () => {
  const { ask, read } = await withVariables('a')
  const first = await read('GET /v1/var/a')
  await ask('POST /v1/var/a', { Items: { user: 'you' } })
  const second = await read('GET /v1/var/a')
  expect(at(second, 'CreateIndex')).toBe(at(first, 'CreateIndex'))
  expect(Number(at(second, 'ModifyIndex'))).toBeGreaterThan(Number(at(first, 'ModifyIndex')))
  expect(at(second, 'Items')).toEqual({ user: 'you' })
})

test.each([
  ['PUT /v1/var/new?cas=0', 200],
  ['PUT /v1/var/a?cas=0', 409],
  ['PUT /v1/var/new?cas=9', 409],
  ['DELETE /v1/var/a?cas=1', 409],
  ['PUT /v1/var/a?cas=x', 400],
])('%s is answered %i', async (line, status) => {
  const { ask } = await withVariables('a')
  expect((await ask(line, { Items: items })).status).toBe(status)
})

test('a write for an index that has passed answers with what is there, and changes nothing', async () => {
  const { ask, read } = await withVariables('a')
  const before = await read('GET /v1/var/a')
  const refused = await ask('PUT /v1/var/a?cas=0', { Items: { user: 'you' } })
  expect([refused.status, JSON.parse(refused.body)]).toEqual([409, before])
  expect(await read('GET /v1/var/a')).toEqual(before)
})

test('a write for the index that the variable has is done', async () => {
  const { ask, read } = await withVariables('a')
  const index = at(await read('GET /v1/var/a'), 'ModifyIndex')
  expect((await ask(`PUT /v1/var/a?cas=${index}`, { Items: { user: 'you' } })).status).toBe(200)
})

test('a deleted variable is gone, deleting it again is no error, and the list is newer', async () => {
  const { ask } = await withVariables('a')
  const before = await ask('GET /v1/vars')
  const gone = await ask('DELETE /v1/var/a')
  const after = await ask('GET /v1/vars')
  expect([gone.status, gone.body]).toEqual([204, ''])
  expect(await ask('GET /v1/var/a')).toMatchObject({ status: 404, body: 'variable not found' })
  expect([after.body, Number(after.headers['X-Nomad-Index']) > Number(before.headers['X-Nomad-Index'])]).toEqual([
    '[]',
    true,
  ])
  expect((await ask('DELETE /v1/var/a')).status).toBe(204)
})

test('lists hold no items, are in order, and know prefixes, pages, filters and namespaces', async () => {
  const { ask, read } = await withVariables('b/2', 'a', 'b/1')
  await ask('PUT /v1/var/a?namespace=other', { Items: items })
  const all = await read('GET /v1/vars')
  expect(paths(all)).toEqual(['default a', 'default b/1', 'default b/2'])
  expect(JSON.stringify(all)).not.toContain('secret')
  expect(paths(await read('GET /v1/vars?prefix=b/'))).toEqual(['default b/1', 'default b/2'])
  expect(paths(await read('GET /v1/vars?namespace=*&prefix=a'))).toEqual(['default a', 'other a'])
  expect(paths(await read('GET /v1/vars?filter=Path+contains+"1"'))).toEqual(['default b/1'])
  const page = await ask('GET /v1/vars?per_page=2')
  expect(page.headers['X-Nomad-Nexttoken']).toBe('default.b/2')
  expect(paths(await read('GET /v1/vars?per_page=2&next_token=default.b/2'))).toEqual(['default b/2'])
})

test.each([
  ['PUT /v1/var/a', {}, 400, 'variable missing required Items object'],
  ['PUT /v1/var/a', '', 400, 'Request body is empty'],
  ['PUT /v1/var/', { Items: items }, 400, 'missing variable path'],
  ['PUT /v1/var/a%20b', { Items: items }, 400, 'invalid path "a b"'],
  ['PUT /v1/var/nomad/other', { Items: items }, 400, 'only paths at "nomad/jobs"'],
  ['PUT /v1/var/nomad', { Items: items }, 400, '"nomad" is a reserved top-level directory path'],
  ['PUT /v1/var/a', { Items: { big: 'x'.repeat(64 * 1_024) } }, 400, 'variables are limited to 64KiB'],
  ['PUT /v1/var/a?namespace=*', { Items: items }, 400, 'can not target wildcard'],
  ['PUT /v1/var/a', { Items: items, Namespace: 'none' }, 400, 'variable "a" is in nonexistent namespace "none"'],
  ['PUT /v1/var/a', { Items: { n: 1 } }, 400, 'cannot unmarshal number'],
  ['PUT /v1/var/a?lock-acquire', { Items: items }, 501, 'without locks'],
  ['PATCH /v1/var/a', { Items: items }, 405, 'Invalid method'],
] as const)('%s with %j is refused: %i %s', async (line, body, status, text) => {
  const { ask } = await withVariables()
  const refused = await ask(line, body)
  expect(refused.status).toBe(status)
  expect(refused.body).toContain(text)
})

test('a namespace with a variable in it is not deleted', async () => {
  const { ask } = await withVariables()
  await ask('PUT /v1/var/a?namespace=other', { Items: items })
  expect(await ask('DELETE /v1/namespace/other')).toMatchObject({
    status: 500,
    body: 'namespace "other" has variables in regions: [global]',
  })
  await ask('DELETE /v1/var/a?namespace=other')
  expect((await ask('DELETE /v1/namespace/other')).status).toBe(200)
})

test('searches find variables by their paths', async () => {
  const { read } = await withVariables('apps/web', 'apps/db')
  expect(at(await read('PUT /v1/search', { Prefix: 'apps/w', Context: 'vars' }), 'Matches')).toEqual({
    vars: ['apps/web'],
  })
  expect(at(await read('PUT /v1/search/fuzzy', { Text: 'web', Context: 'vars' }), 'Matches')).toEqual({
    vars: [{ ID: 'apps/web', Scope: ['default', 'apps/web'] }],
  })
})

test('variables are still there after a restart from the log, and from a snapshot', async () => {
  const log = memoryLog()
  const options = { log, clock: (await smallApi()).clock, seed: fixedSeed('kept'), managers: [] }
  const first = await createEngine(options)
  const about = { type: 'WriteVariable', namespace: 'default', items, checkIndex: undefined } as const
  await first.submit({ ...about, path: 'a' })
  await first.snapshot()
  await first.submit({ ...about, path: 'b' })
  const kept = [...first.read().tables.variables]
  const second = await createEngine(options)
  expect([...second.read().tables.variables]).toEqual(kept)
  expect(second.read().indexes.variables).toBe(2)
})

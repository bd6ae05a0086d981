// The header `Idempotency-Key`: the same request again is answered byte for byte as before, and nothing is done twice.

import { describe, expect, test } from 'vitest'
import { handle } from './handle.ts'
import { readQuery } from './request.ts'
import type { HttpResponse } from './response.ts'
import { jobNamed, type SmallApi, smallApi } from './routes/small-api.fixture.ts'

interface Ask {
  readonly key: string
  readonly body?: object | string
}

/** Asks with a key; every request comes on a connection of its own. */
async function ask({ api }: SmallApi, line: string, { key, body = '' }: Ask): Promise<HttpResponse> {
  const [method = '', target = ''] = line.split(' ')
  const [path = '', query = ''] = target.split('?')
  return handle(api, {
    method,
    path,
    query: readQuery(query),
    headers: new Map([['idempotency-key', key]]),
    body: typeof body === 'string' ? body : JSON.stringify(body),
    signal: new AbortController().signal,
  })
}

/** Writes whose second try would be answered otherwise, or would do something, without a key. */
const writes: readonly (readonly [line: string, body?: object])[] = [
  ['PUT /v1/jobs', jobNamed('web', { Meta: { a: 'b' } })],
  ['PUT /v1/jobs', jobNamed('once', { Type: 'batch' })],
  ['POST /v1/job/once/scale', { Count: 2, Target: { Group: 'web' } }],
  ['PUT /v1/job/web/evaluate', { JobID: 'web' }],
  ['PUT /v1/job/web/versions/known/tag', { Version: 0, Description: 'good' }],
  ['PUT /v1/namespace', { Name: 'other' }],
  ['PUT /v1/node/pool/big', { Name: 'big' }],
  ['PUT /v1/operator/scheduler/configuration?cas=0', { SchedulerAlgorithm: 'spread' }],
  ['DELETE /v1/node/pool/big'],
  ['DELETE /v1/namespace/other'],
  ['PUT /v1/node/f0000000-0000-4000-8000-000000000001/eligibility', { Eligibility: 'ineligible' }],
  ['PUT /v1/node/f0000000-0000-4000-8000-000000000001/purge'],
  ['DELETE /v1/job/web?purge=true'],
]

describe('Idempotency-Key', () => {
  test('every write is answered as the first time, whatever has happened since, and moves no index', async () => {
    const small = await smallApi()
    await small.does({ type: 'UpsertNamespaces', namespaces: [{ name: 'before', document: {} }] })
    const first: HttpResponse[] = []
    for (const [place, [line, body]] of writes.entries()) {
      const answer = await ask(small, line, { key: `key-${place}`, ...(body ? { body } : {}) })
      expect([line, answer.status, answer.body]).toEqual([line, 200, answer.body])
      first.push(answer)
    }
    const { lastIndex } = small.api.engine.read()
    for (const [place, [line, body]] of writes.entries())
      expect(await ask(small, line, { key: `key-${place}`, ...(body ? { body } : {}) })).toEqual(first[place])
    expect(small.api.engine.read().lastIndex).toBe(lastIndex)
  })

  test('another request under the same key is refused, and does nothing', async () => {
    const small = await smallApi()
    await ask(small, 'PUT /v1/namespace', { key: 'k', body: { Name: 'one' } })
    const other = await ask(small, 'PUT /v1/namespace', { key: 'k', body: { Name: 'two' } })
    expect([other.status, other.body]).toEqual([422, 'the idempotency key was used for another request'])
    expect(small.api.engine.read().tables.namespaces.has('two')).toBe(false)
  })

  test('a read does not care, and a key has a bound', async () => {
    const small = await smallApi()
    expect((await ask(small, 'GET /v1/jobs', { key: 'k'.repeat(256) })).status).toBe(200)
    const refused = await ask(small, 'PUT /v1/namespace', { key: 'k'.repeat(256), body: { Name: 'one' } })
    expect([refused.status, refused.body]).toEqual([400, 'Idempotency-Key is longer than 255 characters'])
  })
})

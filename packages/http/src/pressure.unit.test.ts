// A store that is slow or full, as a client sees it: 429 with a time to come back, a 500 that names the reason, and reads that go on.

import { type EngineOptions, manualClock } from '@cutover/engine'
import { engineOn, gate, rounds, smallLog, start } from '@cutover/testing'
import { expect, test } from 'vitest'
import type { Api } from './api.ts'
import { handle } from './handle.ts'
import { readQuery } from './request.ts'
import type { HttpResponse } from './response.ts'

const settings = { region: 'global', datacenter: 'dc1', name: 'server', version: '0.1.0', address: '127.0.0.1:4646' }

async function place(options: Partial<EngineOptions> = {}): Promise<{
  readonly log: Awaited<ReturnType<typeof smallLog>>
  readonly ask: (method: string, name: string, key?: string) => Promise<HttpResponse>
}> {
  const log = await smallLog()
  const api: Api = { engine: await engineOn(log, options), clock: manualClock(start), settings }
  const ask = (method: string, name: string, key?: string): Promise<HttpResponse> =>
    handle(api, {
      method,
      path: name === '' ? '/v1/namespaces' : '/v1/namespace',
      query: readQuery(''),
      headers: new Map(key === undefined ? [] : [['idempotency-key', key]]),
      body: name === '' ? '' : JSON.stringify({ Name: name }),
      signal: new AbortController().signal,
    })
  return { log, ask }
}

test('writes beyond the bound of those that wait are answered 429 and when to come back, reads are not held up', async () => {
  const { log, ask } = await place({ limits: { waitingMax: 2 } })
  const held = gate()
  log.faults.push({ kind: 'held', until: held.until })
  const first = ask('PUT', 'a')
  await rounds()
  const others = Array.from({ length: 12 }, (_, n) => ask('PUT', `b-${n}`))
  const turnedAway = await others[11]
  expect([turnedAway?.status, turnedAway?.headers['Retry-After'], turnedAway?.body]).toEqual([
    429,
    '1',
    'too many commands are waiting, please retry',
  ])
  expect((await ask('GET', '')).status).toBe(200)
  held.open()
  const statuses = (await Promise.all([first, ...others])).map(({ status }) => status)
  expect([statuses[0], new Set(statuses)]).toEqual([200, new Set([200, 429])])
})

test('a full or read-only disk is a 500 that says so, reads go on, and the same request works when there is room', async () => {
  const { log, ask } = await place()
  const reasons = ['ENOSPC: no space left on device', 'EROFS: read-only file system']
  log.faults.push(...reasons.map((reason) => ({ kind: 'rejected', reason }) as const))
  for (const reason of reasons) {
    const refused = await ask('PUT', 'other', 'k')
    expect([refused.status, refused.body]).toEqual([500, `the log could not be written: ${reason}`])
    expect(JSON.stringify((await ask('GET', '')).body)).not.toContain('other')
  }
  expect((await ask('PUT', 'other', 'k')).status).toBe(200)
  expect((await ask('GET', '')).status).toBe(200)
})

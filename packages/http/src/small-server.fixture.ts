// A server over a state, without a socket, on a clock that stands still; and callers with whatever rights a test gives them.

import { type JsonObject, type Micros, type State, zero } from '@cutover/core'
import {
  createEngine,
  type Engine,
  fixedSeed,
  type ManualClock,
  manualClock,
  memoryLog,
  snapshotOf,
} from '@cutover/engine'
import type { Api } from './api.ts'
import { handle } from './handle.ts'
import { type HttpRequest, readQuery } from './request.ts'
import type { HttpResponse } from './response.ts'

/** A request of a test; `params` of the path are filled in already. */
export interface Ask {
  readonly method: string
  readonly path: string
  readonly query?: string
  readonly token?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: JsonObject
  readonly signal?: AbortSignal
}

/** A server and its callers. */
export interface SmallServer {
  readonly api: Api
  readonly engine: Engine
  readonly clock: ManualClock
  readonly ask: (request: Ask) => Promise<HttpResponse>
  /** The secret of a new token with one policy of these rules; empty rules make a management token. */
  readonly tokenWith: (rules: string, life?: Micros) => Promise<string>
}

/** Starts the server; `acl: false` leaves access control off. */
export async function serve(state: State, { acl = true } = {}): Promise<SmallServer> {
  const log = memoryLog()
  await log.putSnapshot(snapshotOf(state))
  const clock = manualClock(state.at)
  const engine = await createEngine({ log, clock, seed: fixedSeed('small'), managers: [] })
  const settings = {
    region: 'global',
    datacenter: 'dc1',
    name: 'server',
    version: '0.1.0',
    address: 'localhost:1',
    acl,
  }
  const api = { engine, clock, settings }
  return { api, engine, clock, ask: (request) => handle(api, requestOf(request)), tokenWith: mintOf(engine) }
}

const uuid = (letter: string, ordinal: number): string =>
  `${letter}0000000-0000-4000-8000-${String(ordinal).padStart(12, '0')}`

// Ids of tokens are counted, so that a failing test says the same every time.
function mintOf(engine: Engine): SmallServer['tokenWith'] {
  let count = 0
  return async (rules, life = zero) => {
    count += 1
    const secretId = uuid('c', count)
    const name = `policy-${count}`
    const isManagement = rules === ''
    await engine.submit({ type: 'UpsertAclPolicies', policies: [{ name, rules, description: '', jobAcl: undefined }] })
    const token = {
      accessorId: uuid('b', count),
      secretId,
      name: '',
      type: isManagement ? 'management' : 'client',
      policies: isManagement ? undefined : [name],
      roles: undefined,
      global: false,
      expirationTime: zero,
      expirationTtl: life,
      exists: false,
    } as const
    await engine.submit({ type: 'UpsertAclTokens', tokens: [token] })
    return secretId
  }
}

function requestOf({ method, path, query = '', token, headers = {}, body, signal }: Ask): HttpRequest {
  const all = { ...headers, ...(token === undefined ? {} : { 'x-nomad-token': token }) }
  return {
    method,
    path,
    query: readQuery(query),
    headers: new Map(Object.entries(all)),
    body: body === undefined ? '' : JSON.stringify(body),
    signal: signal ?? new AbortController().signal,
  }
}

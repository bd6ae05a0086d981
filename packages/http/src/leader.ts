// One of several servers: what only the leader may do is handed to it as a whole request, and what is read here is no older than what
// the leader had written when the request came, unless the client says that it may be. Rules: client-surface §2.2.

import type { Index, State } from '@cutover/core'
import { leaderWaitMs, onceLed } from '@cutover/engine'
import type { Api } from './api.ts'
import type { HttpRequest } from './request.ts'
import { HttpError, type HttpResponse } from './response.ts'

/** The way to the leader. */
export interface LeaderLine {
  /** Hands a request over. Undefined: certainly nobody took it. Rejects when what became of it is not known. */
  readonly ask: (request: Uint8Array) => Promise<Uint8Array | undefined>
}

/** A request on its way to the leader. */
export interface WireRequest {
  readonly method: string
  readonly path: string
  readonly query: string
  readonly headers: readonly (readonly [string, string])[]
  readonly body: string
}

/** The leader's answer, and how far its log was then. */
export interface WireResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  readonly index: number
}

/** What a server tells of itself, whoever leads. */
const ownPaths = /^\/v1\/(agent\/|status\/|metrics$|event\/stream$)/

/** Headers that concern the connection to this server, not the request. */
const ownHeaders: ReadonlySet<string> = new Set(['connection', 'content-length', 'host', 'accept-encoding', 'origin'])

const noLeader = 'No cluster leader'

/** The answer of one of several servers: the leader's, or that of `here` with how far it may be behind. */
export async function besideLeader(
  api: Api,
  request: HttpRequest,
  here: () => Promise<HttpResponse> | HttpResponse,
): Promise<HttpResponse> {
  return (await answerOfLeader(api, request)) ?? withContact(api, await here())
}

/** The leader's answer; undefined when this server is to answer itself. */
async function answerOfLeader(api: Api, request: HttpRequest): Promise<HttpResponse | undefined> {
  if (api.leader === undefined || ownPaths.test(request.path)) return undefined
  const { leads } = api.engine.status().standing
  if (request.method === 'GET' || request.method === 'HEAD') return waitForLeader(api, request, leads)
  if (leads) return undefined
  if (request.isForwarded) throw new HttpError(500, noLeader)
  return forwarded(api, api.leader, request)
}

async function waitForLeader(api: Api, { query }: HttpRequest, leads: boolean): Promise<undefined> {
  const isConfirmed = query.has('consistent')
  if (query.has('stale') || (leads && !isConfirmed)) return undefined
  if (!(await api.engine.caughtUp(isConfirmed))) throw new HttpError(500, noLeader)
  return undefined
}

/** Undefined: by now this server leads. */
async function forwarded(api: Api, { ask }: LeaderLine, request: HttpRequest): Promise<HttpResponse | undefined> {
  const bytes = encodeRequest(request)
  const answer = await onceLed(api.clock, async () =>
    api.engine.status().standing.leads ? 'here' : leaderAnswer(await askOnce(request, () => ask(bytes))),
  ).catch((error: unknown) => {
    throw new HttpError(500, `the leader did not answer: ${error instanceof Error ? error.message : String(error)}`)
  })
  if (answer === 'here') return undefined
  if (answer === undefined) throw new HttpError(500, noLeader)
  // What the client writes through this server it reads from it afterwards.
  const indexOf = ({ lastIndex }: State): Index => lastIndex
  await api.engine.blockingQuery({ index: answer.index - 1, waitMs: leaderWaitMs, indexOf })
  return { status: answer.status, headers: answer.headers, body: answer.body }
}

/** A request with a key may be asked again when its answer is lost: it is done once. */
function askOnce(
  { headers }: HttpRequest,
  ask: () => Promise<Uint8Array | undefined>,
): Promise<Uint8Array | undefined> {
  return headers.has('idempotency-key') ? ask().catch(() => undefined) : ask()
}

// Whoever answers that nobody leads has done nothing: somebody else may lead by now.
function leaderAnswer(bytes: Uint8Array | undefined): WireResponse | undefined {
  if (bytes === undefined || bytes.length === 0) return undefined
  const answer: WireResponse = JSON.parse(new TextDecoder().decode(bytes))
  return answer.status === 500 && answer.body === noLeader ? undefined : answer
}

function encodeRequest({ method, path, query, headers, body }: HttpRequest): Uint8Array {
  const asked = new URLSearchParams(query)
  asked.delete('pretty')
  const kept = [...headers].filter(([name]) => !ownHeaders.has(name))
  const wire: WireRequest = { method, path, query: asked.toString(), headers: kept, body }
  return new TextEncoder().encode(JSON.stringify(wire))
}

/** How this server stands to the leader, in the headers of what it read. */
function withContact(api: Api, response: HttpResponse): HttpResponse {
  if (api.leader === undefined || !('X-Nomad-Knownleader' in response.headers)) return response
  const { leader, lastContactMs } = api.engine.status().standing
  const contact = { 'X-Nomad-Knownleader': String(leader !== undefined), 'X-Nomad-Lastcontact': String(lastContactMs) }
  return { ...response, headers: { ...response.headers, ...contact } }
}

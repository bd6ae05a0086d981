// What every handler is given, and the two things it does with it: ask the engine for a command, or read from it (and wait).

import { type Command, isRefusal, type JsonObject, type Refusal, type State, type Tables } from '@cutover/core'
import type { ZoneOffset } from '@cutover/core/periodic'
import type { Clock, Engine } from '@cutover/engine'
import { keyedOptions, type Respond, responseOf, responseTo } from './idempotency.ts'
import { type Content, type Keep, type KeepRow, keptAnswer, placeOf, rowAnswer } from './kept-answers.ts'
import type { LeaderLine } from './leader.ts'
import type { PageFiles } from './page.ts'
import { refusalStatus } from './refusal-status.ts'
import { checkRegion, type HttpRequest, type ReadOptions, readOptions } from './request.ts'
import { HttpError, type HttpResponse, json, metaHeaders, type RowPlace } from './response.ts'
import { Raw, type Wire } from './wire/encode.ts'

/** How the server calls itself. */
export interface ServerSettings {
  readonly region: string
  readonly datacenter: string
  readonly name: string
  readonly version: string
  /** `host:port` of the HTTP listener, once it listens. */
  readonly address: string
  /** Whether tokens are asked for; without it every caller may do everything. */
  readonly acl?: boolean
}

/** What the monitors of a server have seen since it started. */
export interface MonitorReport {
  /** How many entries were checked. */
  readonly entries: number
  readonly violations: number
  readonly formulas: readonly {
    readonly name: string
    readonly sections: readonly string[]
    readonly violations: number
  }[]
  /** The latest violations, the newest last. */
  readonly recent: readonly {
    readonly index: number
    readonly invariant: string
    readonly sections: readonly string[]
    readonly place: string
  }[]
}

/** What handlers work with. */
export interface Api {
  readonly engine: Engine
  readonly clock: Clock
  readonly settings: ServerSettings
  /** Reads job files in HCL; without it they are not read here. */
  readonly parseJob?: JobParser
  /** Counts what rollouts would come to, with drawn health; without it no odds are told here. */
  readonly tellOdds?: OddsTeller
  /** The clocks of time zones, for the next launch that a plan shows; by default every zone has that of UTC. */
  readonly zoneOffset?: ZoneOffset
  /** The page served below `/ui/`; without it nothing lies there. */
  readonly page?: PageFiles
  /** What the monitors have found; without it the server watches nothing. */
  readonly monitor?: () => MonitorReport
  /** The way to the leader, where several servers share a log; without it this server leads. */
  readonly leader?: LeaderLine
  /** Hears of every failed assertion of ours, which the client sees as a 500 with its text. */
  readonly onBug?: (error: unknown) => void
}

/** Reads a job file and assignments of its variables: the job document with `null` for what is not set, or why there is none. */
export type JobParser = (file: {
  readonly source: string
  readonly variables: string
}) => Promise<{ readonly ok: true; readonly job: JsonObject } | { readonly ok: false; readonly text: string }>

/** Answers what the active rollouts of a state are likely to come to, or what is wrong with the question (names and values of its query). */
export type OddsTeller = (
  state: State,
  question: ReadonlyMap<string, string>,
) => Promise<{ readonly ok: true; readonly odds: readonly object[] } | { readonly ok: false; readonly text: string }>

/** One route's work. `params` are decoded once. */
export type Handler = (
  api: Api,
  request: HttpRequest,
  params: readonly string[],
) => Promise<HttpResponse> | HttpResponse

/** Asks for a command; resolves with what `respond` makes of the reply once it is durable. */
export async function submit(
  api: Api,
  request: HttpRequest,
  command: Command,
  respond: Respond,
): Promise<HttpResponse> {
  checkRegion(request, api.settings.region)
  request.access?.permit('namespace' in command ? command.namespace : undefined)
  const actor = request.access?.caller().token?.accessorId ?? ''
  const done = await api.engine.submit(command, { by: 'operator', actor, ...keyedOptions(api, request, respond) })
  switch (done.outcome) {
    case 'accepted':
      return done.note === undefined ? responseTo(done, api.engine.read(), respond) : responseOf(done.note)
    case 'refused':
      throw refusalError(done.refusal)
    case 'overloaded':
      throw new HttpError(429, 'too many commands are waiting, please retry', { 'Retry-After': '1' })
    case 'storage-failed':
      throw new HttpError(500, `the log could not be written: ${done.reason}`)
    case 'no-leader':
      throw new HttpError(500, 'No cluster leader')
    case 'closed':
      throw new HttpError(500, 'the server is shutting down')
  }
}

/** The HTTP form of a refusal. */
export function refusalError(refusal: Refusal): HttpError {
  return new HttpError(refusalStatus(refusal), refusal.text)
}

/** What a read finds: a value with its index, or a refusal. */
export type Find<T> = (state: State) => { readonly value: T; readonly index: number } | Refusal

/** How a read is answered. */
export interface ReadAnswer<T> {
  readonly find: Find<T>
  /** The tables that `find` looks at; all when absent. */
  readonly tables?: readonly (keyof Tables)[]
  readonly body: (value: T, state: State) => Wire
  /** The text of a 404 when the value is undefined. */
  readonly missing?: string
  readonly nextToken?: (value: T) => string
  /** Where the answer hangs on nothing but some tables, or on the one row that it is: what it is kept by. */
  readonly keep?: Keep | KeepRow
}

/** Answers a read; with `index` it waits until the answer's own index has moved past it (client-surface §2.1). */
export function read<T>(api: Api, request: HttpRequest, answer: ReadAnswer<T>): Promise<HttpResponse> | HttpResponse {
  const { index, wait } = readOptions(request)
  checkRegion(request, api.settings.region)
  request.access?.permit()
  if (index === 0) return kept(api.engine.read(), request, answer)
  return movedPast(api, request, { index, wait, answer }).then((state) => kept(state, request, answer))
}

// What is read under access control depends on who reads.
function kept<T>(state: State, { access }: HttpRequest, answer: ReadAnswer<T>): HttpResponse {
  const { keep } = answer
  if (!keep || access) return answered(contentOf(state, answer))
  if (!('key' in keep)) return keptAnswer(state, keep, () => contentOf(state, answer))
  const content = contentOf(state, answer)
  return answered(content, placeOf(state, keep, content.found))
}

function answered({ body, meta }: Content, place?: RowPlace): HttpResponse {
  return body instanceof Raw ? rowAnswer(body, meta, place) : json(body, metaHeaders(meta))
}

function contentOf<T>(state: State, answer: ReadAnswer<T>): Content & { readonly found: T } {
  const found = answer.find(state)
  if (isRefusal(found)) throw refusalError(found)
  const meta = { index: found.index, nextToken: answer.nextToken?.(found.value) ?? '' }
  if (found.value === undefined && answer.missing !== undefined)
    throw new HttpError(404, answer.missing, metaHeaders(meta))
  return { found: found.value, body: answer.body(found.value, state), meta }
}

interface Awaited<T> extends Pick<ReadOptions, 'index' | 'wait'> {
  readonly answer: ReadAnswer<T>
}

async function movedPast<T>(api: Api, request: HttpRequest, { index, wait, answer }: Awaited<T>): Promise<State> {
  const { state, end } = await api.engine.blockingQuery({
    index,
    waitMs: jittered(wait / 1_000),
    ...(answer.tables ? { tables: answer.tables } : {}),
    ...(answer.keep && 'key' in answer.keep ? { row: answer.keep } : {}),
    signal: request.signal,
    indexOf: (candidate) => {
      const found = answer.find(candidate)
      return isRefusal(found) ? Number.MAX_SAFE_INTEGER : found.index
    },
  })
  if (end === 'overloaded') throw new HttpError(429, 'too many blocking queries', { 'Retry-After': '1' })
  return state
}

// Up to a sixteenth is added, so that many waiters do not come back at once.
function jittered(waitMs: number): number {
  return Math.floor(waitMs + Math.random() * (waitMs / 16))
}

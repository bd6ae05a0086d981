// Nomad's event stream: one JSON object a line, `{}` as a heartbeat, all events of a commit together. Rules: client-surface §2.11.

import type { Entry, Index, State } from '@cutover/core'
import { isExpired, mayInNamespace, mayRead, type Permissions } from '@cutover/core/access'
import { type StreamEvent, streamEvents } from '@cutover/core/stream'
import type { Engine } from '@cutover/engine'
import { type Access, openAccess } from './access.ts'
import type { Api, Handler } from './api.ts'
import { Feed, type Wish } from './event-feed.ts'
import { signingKeyId } from './keys.ts'
import type { HttpRequest } from './request.ts'
import { HttpError } from './response.ts'
import { encode, Raw } from './wire/encode.ts'
import { wireStreamEvent } from './wire/stream-event.ts'

/** Topics with the keys wanted of each; `*` stands for all. */
export type Topics = ReadonlyMap<string, readonly string[]>

/** What a follower of the stream wants to see. */
export interface StreamRequest {
  readonly topics: Topics
  readonly namespace: string
  /** Zero: as far back as the stream goes. */
  readonly index: number
}

const heartbeatMs = 30_000

export const stream: Handler = (api, request) => {
  const wanted = streamRequest(request)
  const access = request.access ?? openAccess
  const headers = { 'Content-Type': 'application/json', 'Cache-Control': 'no-cache' }
  if (!mayFollow(access, wanted)) return { status: 200, headers, body: '' }
  return { status: 200, headers, body: (write) => tell(api, { request, access, wanted }, write) }
}

interface Follower {
  readonly request: HttpRequest
  readonly access: Access
  readonly wanted: StreamRequest
}

type Write = (chunk: string | Uint8Array) => Promise<void>

async function tell(api: Api, follower: Follower, write: Write): Promise<void> {
  await write('{}\n')
  const heartbeat = setInterval(() => void write('{}\n').catch(() => undefined), heartbeatMs)
  const release = feedOf(api.engine).use()
  try {
    await tellAll(api, follower, write)
  } catch (error) {
    await write(`${encode({ Error: error instanceof Error ? error.message : String(error) })}\n`)
  } finally {
    release()
    clearInterval(heartbeat)
  }
}

async function tellAll(api: Api, { request, access, wanted }: Follower, write: Write): Promise<void> {
  const stillMay = followerOf(api, access, wanted)
  const { lastIndex } = api.engine.read()
  const isAhead = wanted.index > lastIndex
  if (isAhead) for (const line of await newestBatch(api, wanted, lastIndex)) await write(line)
  const live = { request, wanted, stillMay, told: isAhead || wanted.index === 0 ? lastIndex : wanted.index - 1 }
  // While the log is read the feed goes on: nothing may come between finding that it is reached and joining it.
  while (live.told < feedOf(api.engine).position) {
    const before = live.told
    await tellPast(api, live, write)
    if (live.told === before || !stillMay()) return
  }
  await tellLive(api, live, write)
}

interface Live {
  readonly request: HttpRequest
  readonly wanted: StreamRequest
  readonly stillMay: () => boolean
  /** The index up to which he was told. */
  told: Index
}

async function tellPast(api: Api, live: Live, write: Write): Promise<void> {
  for await (const { before, entry } of past(api, live.request.signal, live.told)) {
    if (!live.stillMay()) return
    for (const line of linesOf(before, entry, live.wanted)) await write(line)
    live.told = entry.index
  }
}

type Changes = ReturnType<Api['engine']['subscribe']>

// What the log holds after an index, up to where the feed is.
async function* past({ engine }: Api, signal: AbortSignal, told: Index): Changes {
  const feed = feedOf(engine)
  const changes = engine.subscribe({ from: told + 1 })
  const end = (): void => void changes.return?.(undefined)
  signal.addEventListener('abort', end)
  try {
    for await (const change of changes) {
      yield change
      if (change.entry.index >= feed.position) return
    }
  } finally {
    signal.removeEventListener('abort', end)
  }
}

async function tellLive({ engine }: Api, { request, wanted, told, stillMay }: Live, write: Write): Promise<void> {
  const { follower, leave } = feedOf(engine).join(wishOf(wanted), told)
  request.signal.addEventListener('abort', leave)
  if (request.signal.aborted) leave()
  try {
    for (let lines = await follower.take(); lines !== undefined && stillMay(); lines = await follower.take()) {
      for (const bytes of lines) await write(bytes)
    }
  } finally {
    request.signal.removeEventListener('abort', leave)
    leave()
  }
}

function wishOf(wanted: StreamRequest): Wish {
  const key = JSON.stringify([wanted.namespace, ...wanted.topics])
  return { key, linesOf: (before, entry) => linesOf(before, entry, wanted)[0] }
}

const feeds = new WeakMap<Engine, Feed>()

function feedOf(engine: Engine): Feed {
  const feed = feeds.get(engine) ?? new Feed(engine)
  feeds.set(engine, feed)
  return feed
}

/** How far back the newest batch of events is looked for. */
const lookBack = 100

// Who asks ahead is given the newest batch that there is before what comes; where the log no longer holds it, nothing.
async function newestBatch(api: Api, wanted: StreamRequest, last: number): Promise<readonly string[]> {
  let newest: readonly string[] = []
  if (last === 0) return newest
  try {
    for await (const { entry, before } of api.engine.subscribe({ from: Math.max(1, last - lookBack + 1) })) {
      if (streamEvents(before, entry).length > 0) newest = linesOf(before, entry, wanted)
      if (entry.index >= last) break
    }
  } catch {
    return []
  }
  return newest
}

// A follower who may not is told nothing at all: the answer is empty, and still a good one.
function mayFollow(access: Access, { topics, namespace }: StreamRequest): boolean {
  try {
    access.permit(namespace)
  } catch (error) {
    if (error instanceof HttpError && (error.status === 403 || error.status === 500)) return false
    throw error
  }
  const { permissions } = access.caller()
  return [...topics.keys()].every((topic) => mayFollowTopic(permissions, topic, namespace))
}

// Judged again whenever a token, a policy or a role has changed, and when the token's time has come.
function followerOf({ engine, clock }: Api, access: Access, wanted: StreamRequest): () => boolean {
  const { token } = access.caller()
  let judged = accessIndex(engine.read())
  return () => {
    const now = accessIndex(engine.read())
    if (token && isExpired(token, clock.now())) return false
    if (now === judged) return true
    judged = now
    return mayFollow(access.anew(), wanted)
  }
}

function accessIndex({ indexes }: State): number {
  return Math.max(indexes.acl_policy, indexes.acl_roles, indexes.acl_token)
}

const jobTopics: ReadonlySet<string> = new Set(['Job', 'Deployment', 'Evaluation', 'Allocation', 'Service'])

// All namespaces at once are for management, as is every topic without a rule of its own.
function mayFollowTopic(permissions: Permissions, topic: string, namespace: string): boolean {
  if (permissions.management) return true
  if (topic === 'Node') return mayRead(permissions, 'node')
  return jobTopics.has(topic) && namespace !== '*' && mayInNamespace(permissions, namespace, 'read-job')
}

/** What the query says. */
function streamRequest({ query }: HttpRequest): StreamRequest {
  const index = query.get('index') ?? ''
  if (index !== '' && !/^\d+$/.test(index))
    throw new HttpError(400, `Unable to parse index: strconv.Atoi: parsing ${JSON.stringify(index)}: invalid syntax`)
  return {
    topics: topicsOf(query.getAll('topic')),
    namespace: query.get('namespace') || 'default',
    index: Number(index),
  }
}

function topicsOf(asked: readonly string[]): Topics {
  const topics = new Map<string, string[]>()
  for (const topic of asked) {
    const [name = '', key = '*', ...rest] = topic.split(':')
    if (rest.length > 0)
      throw new HttpError(
        400,
        `Invalid topic query: error parsing topics: Invalid key value pair for topic, topic: ${topic}`,
      )
    topics.set(name, [...(topics.get(name) ?? []), key === '' ? '*' : key])
  }
  return topics.size > 0 ? topics : new Map([['*', ['*']]])
}

/** The line of an entry, if it has something for the follower: all events of a commit together. */
function linesOf(before: State, entry: Entry, wanted: StreamRequest): readonly string[] {
  const events = toldOf(before, entry).filter(({ event }) => isWanted(event, wanted))
  return events.length === 0 ? [] : [`${encode({ Events: events.map(({ json }) => json), Index: entry.index })}\n`]
}

interface Told {
  readonly event: StreamEvent
  readonly json: Raw
}

const tellings = new WeakMap<Entry, readonly Told[]>()

/** The events of an entry with their JSON; made once for all followers. */
function toldOf(before: State, entry: Entry): readonly Told[] {
  const known = tellings.get(entry)
  if (known) return known
  const keyId = signingKeyId(before.seed)
  const jsonOf = (event: StreamEvent): Raw => new Raw(encode(wireStreamEvent(event, keyId)))
  const told = streamEvents(before, entry).map((event) => ({ event, json: jsonOf(event) }))
  tellings.set(entry, told)
  return told
}

function isWanted(event: StreamEvent, { topics, namespace }: StreamRequest): boolean {
  if (namespace !== '*' && event.namespace !== '' && event.namespace !== namespace) return false
  const keys = topics.get(event.topic) ?? topics.get('*')
  if (!keys) return false
  return keys.some((key) => key === '*' || key === event.key || event.filterKeys?.includes(key))
}

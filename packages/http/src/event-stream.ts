// Nomad's event stream: one JSON object a line, `{}` as a heartbeat, all events of a commit together. Rules: client-surface §2.11.

import type { Entry, State } from '@cutover/core'
import { isExpired, mayInNamespace, mayRead, type Permissions } from '@cutover/core/access'
import { type StreamEvent, streamEvents } from '@cutover/core/stream'
import { type Access, openAccess } from './access.ts'
import type { Api, Handler } from './api.ts'
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

type Write = (chunk: string) => Promise<void>

async function tell(api: Api, { request, access, wanted }: Follower, write: Write): Promise<void> {
  const stillMay = followerOf(api, access, wanted)
  await write('{}\n')
  const heartbeat = setInterval(() => void write('{}\n').catch(() => undefined), heartbeatMs)
  try {
    const { lastIndex } = api.engine.read()
    const isAhead = wanted.index > lastIndex
    if (isAhead) for (const line of await newestBatch(api, wanted, lastIndex)) await write(line)
    for await (const { entry, before } of follow(api, request.signal, isAhead ? lastIndex + 1 : wanted.index)) {
      if (!stillMay()) break
      for (const line of linesOf(before, entry, wanted)) await write(line)
    }
  } catch (error) {
    await write(`${encode({ Error: error instanceof Error ? error.message : String(error) })}\n`)
  } finally {
    clearInterval(heartbeat)
  }
}

type Changes = ReturnType<Api['engine']['subscribe']>

// From zero on means from now on.
async function* follow(api: Api, signal: AbortSignal, from: number): Changes {
  const changes = api.engine.subscribe(from > 0 ? { from } : {})
  const end = (): void => void changes.return?.(undefined)
  signal.addEventListener('abort', end)
  try {
    yield* changes
  } finally {
    signal.removeEventListener('abort', end)
  }
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

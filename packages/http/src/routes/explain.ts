// Questions that only this server answers, under `/v1/cutover/`: what a deployment waits for, why a field is what it is, what a
// command would do, what became of allocations over time. Names and values are the core's own, times are microseconds.

import { type Entry, hashState, isRefusal, type State } from '@cutover/core'
import {
  beginHistory,
  blockers,
  commandOf,
  dryRun,
  extendHistory,
  type History,
  isTableName,
  Timeline,
  why,
  whyNot,
} from '@cutover/core/explain'
import { defaultManagers } from '@cutover/core/managers'
import { searchingWith } from '@cutover/core/periodic'
import type { Engine } from '@cutover/engine'
import { type Api, type Handler, read } from '../api.ts'
import { createPatternSearch } from '../pattern.ts'
import { checkRegion, type HttpRequest } from '../request.ts'
import { HttpError, type HttpResponse, json } from '../response.ts'
import type { Wire } from '../wire/encode.ts'

/** A longer log is asked by the command line, on its directory: an answer here must not take long. */
const entriesMax = 100_000

/** `GET /v1/cutover/blockers/:id`; blocking, like every read. */
export const waitsFor: Handler = (api, request, [id = '']) =>
  read(api, request, {
    find: (state) => {
      const deployment = state.tables.deployments.get(id)
      return { value: deployment && blockers(state, id), index: state.lastIndex }
    },
    tables: ['deployments', 'allocations', 'evaluations'],
    body: (waiting) => wireOf(waiting),
    missing: 'deployment not found',
  })

/** `GET /v1/cutover/why?table=deployments&key=ID&field=groups.web.healthy`. */
export const explain: Handler = async (api, request) => {
  permit(api, request)
  const [table, key, field] = ['table', 'key', 'field'].map((name) => request.query.get(name) ?? '')
  const history = await historyOf(api.engine)
  if (table === undefined || !isTableName(history.head.tables, table)) {
    const tables = Object.keys(history.head.tables).join(', ')
    throw new HttpError(400, `there is no table ${JSON.stringify(table)}; there are ${tables}`)
  }
  if (!history.head.tables[table].has(key ?? '')) throw new HttpError(404, `${table} has no row ${JSON.stringify(key)}`)
  const path = { table, key: key ?? '', field: field === '' || field === undefined ? [] : field.split('.') }
  return answer(why(history, path))
}

/** `POST /v1/cutover/what-if`, a command of the core as JSON. */
export const tryOut: Handler = (api, request) => {
  permit(api, request)
  const command = commandOf(bodyJson(request))
  if (typeof command === 'string') throw new HttpError(400, command)
  const state = api.engine.read()
  const stamp = { at: api.clock.now(), term: state.term, by: 'operator' } as const
  const run = dryRun(state, command, stamp, searchingWith(createPatternSearch(), defaultManagers))
  if (isRefusal(run)) return answer(whyNot(state, command, stamp))
  const { entries, changes, reply, refusal, waiting } = run
  return answer({ entries, changes, reply, refusal, waiting })
}

/** `GET /v1/cutover/odds?healthy=0.9&runs=200&seed=a`: of every rollout that is active now. */
export const tellOdds: Handler = async (api, request) => {
  permit(api, request)
  if (!api.tellOdds) throw new HttpError(501, 'this server tells no odds')
  const question = new Map([...request.query].filter(([name]) => name !== 'region' && name !== 'namespace'))
  const told = await api.tellOdds(api.engine.read(), question)
  if (!told.ok) throw new HttpError(400, told.text)
  return answer(told.odds)
}

/** `GET /v1/cutover/hash`: servers whose states are equal answer the same. */
export const hash: Handler = (api, request) => {
  permit(api, request)
  const state = api.engine.read()
  return json({ index: state.lastIndex, hash: hashState(state) })
}

/** `GET /v1/cutover/timeline?job=web`. */
export const drawOut: Handler = async (api, request) => {
  permit(api, request)
  const job = request.query.get('job')
  const timeline = new Timeline()
  await follow(api.engine, (entry, after) => timeline.add(entry, after, []))
  return answer(timeline.lanes().filter(({ name }) => job === null || name.startsWith(`${job}.`)))
}

function permit(api: Api, request: HttpRequest): void {
  checkRegion(request, api.settings.region)
  request.access?.permit()
}

async function historyOf(engine: Engine): Promise<History> {
  const entries: Entry[] = []
  let origin: State | undefined
  await follow(engine, (entry, _after, before) => {
    origin ??= before
    entries.push(entry)
  })
  return extendHistory(beginHistory(origin ?? engine.read()), entries)
}

type Visit = (entry: Entry, after: State, before: State) => void

async function follow(engine: Engine, visit: Visit): Promise<void> {
  const { lastIndex } = engine.read()
  if (lastIndex > entriesMax)
    throw new HttpError(400, `the log is longer than ${entriesMax} entries: ask its directory`)
  if (lastIndex === 0) return
  for await (const { entry, before, after } of fromStart(engine)) {
    visit(entry, after, before)
    if (entry.index >= lastIndex) return
  }
}

async function* fromStart(engine: Engine): ReturnType<Engine['subscribe']> {
  try {
    yield* engine.subscribe({ from: 1 })
  } catch (error) {
    throw new HttpError(404, `the log no longer holds its beginning: ${error instanceof Error ? error.message : error}`)
  }
}

function bodyJson({ body }: HttpRequest): unknown {
  try {
    return JSON.parse(body)
  } catch (error) {
    throw new HttpError(400, `the command is no JSON: ${error instanceof Error ? error.message : error}`)
  }
}

function answer(value: unknown): HttpResponse {
  return { status: 200, headers: { 'Content-Type': 'application/json' }, body: text(value) }
}

function wireOf(value: unknown): Wire {
  return JSON.parse(text(value ?? null))
}

// Integers beyond 2^53 keep every digit as text.
function text(value: unknown): string {
  return JSON.stringify(value, (_key, member: unknown) => (typeof member === 'bigint' ? String(member) : member))
}

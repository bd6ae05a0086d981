// Answers that are kept as long as the rows or tables that they were read from: what has not changed is made, and encoded, once.

import type { State, Tables } from '@cutover/core'
import { type HttpResponse, json, type Meta, metaHeaders, type RowPlace, rows, varyByEncoding } from './response.ts'
import { isRawList, type Raw, type Wire } from './wire/encode.ts'

/** What an answer hangs on, and nothing else: some tables with their indexes, and what was asked of them. */
export interface Keep {
  readonly tables: readonly [keyof Tables, ...(keyof Tables)[]]
  readonly indexes: readonly (keyof State['indexes'])[]
  /** Everything of the request that the answer hangs on, as one text. */
  readonly asked: string
}

/** Where the one row lies that an answer is, and all that it hangs on. */
export interface KeepRow {
  readonly table: keyof Tables
  readonly key: string
}

interface Kept {
  readonly seen: readonly unknown[]
  readonly response: HttpResponse
}

/** Answers kept for one table, and the bytes of each at most: more is made anew. */
const answersMax = 8
const bytesMax = 2 * 1_048_576

const answers = new WeakMap<Tables[keyof Tables], Map<string, Kept>>()

/** What is answered, before it has a form. */
export interface Content {
  readonly body: Wire
  readonly meta: Meta
}

/** The answer for a state: the one that was made before, if what it hangs on is as it was. */
export function keptAnswer(state: State, keep: Keep, make: () => Content): HttpResponse {
  const table = state.tables[keep.tables[0]]
  const known = answers.get(table)
  const found = known?.get(keep.asked)
  const seen = seenBy(state, keep)
  if (found?.seen.every((one, place) => one === seen[place])) return found.response
  const response = encoded(make())
  if (response.bytes.length > bytesMax) return response
  const all = known ?? new Map<string, Kept>()
  if (!known) answers.set(table, all)
  if (all.size >= answersMax) all.clear()
  all.set(keep.asked, { seen, response })
  return response
}

// Not the state itself, which would hold on to tables that the answer has nothing to do with.
function seenBy(state: State, { tables, indexes }: Keep): readonly unknown[] {
  return [...tables.map((name) => state.tables[name]), ...indexes.map((name) => state.indexes[name])]
}

interface KeptRow {
  readonly index: number
  readonly response: HttpResponse
}

const rowAnswers = new WeakMap<Raw, KeptRow>()
const placedAnswers = new WeakMap<Raw, KeptRow>()

/** The answer that is one row; its text is the row's own, and lives as long. `place`: it hangs on what lies there, and on nothing else. */
export function rowAnswer(text: Raw, meta: Meta, place?: RowPlace): HttpResponse {
  const kept = place ? placedAnswers : rowAnswers
  const known = kept.get(text)
  if (known?.index === meta.index && !meta.nextToken) return known.response
  const answer = { ...json(text, metaHeaders(meta)), bytes: text.bytes }
  const response = place ? { ...answer, place } : answer
  if (!meta.nextToken) kept.set(text, { index: meta.index, response })
  return response
}

/** Where the row that was found lies, if it is the one that the answer is said to hang on. */
export function placeOf({ tables }: State, { table, key }: KeepRow, found: unknown): RowPlace | undefined {
  const row = tables[table].get(key)
  return row !== undefined && row === found ? { table, key, row } : undefined
}

function isThere({ tables }: State, { table, key, row }: RowPlace): boolean {
  return tables[table].get(key) === row
}

/** Answers kept of one state, and the bytes of each at most. */
const recentMax = 4_096
const recentBytesMax = 8_192

interface RecentAnswer {
  readonly response: HttpResponse
  /** The last time that it was known to be the answer. */
  seen: number
}

/** Answers that were given lately: asked again before what they hang on has changed, they are given again. */
export class RecentAnswers {
  #state: State | undefined
  /** Counts the states that were seen. */
  #time = 0
  #byTarget = new Map<string, RecentAnswer>()

  find(state: State, target = '/'): HttpResponse | undefined {
    const recent = this.#byTarget.get(target)
    if (recent === undefined) return undefined
    const now = this.#timeOf(state)
    if (recent.seen === now) return recent.response
    const { place } = recent.response
    if (!place || !isThere(state, place)) return undefined
    recent.seen = now
    return recent.response
  }

  /** Keeps an answer that hangs on nothing else; where other origins may read it, it hangs on the origin. */
  keep(state: State, target: string | undefined, response: HttpResponse): void {
    const { bytes, headers } = response
    if (!bytes || bytes.length > recentBytesMax || headers['Vary'] !== varyByEncoding || target === undefined) return
    if (this.#byTarget.size >= recentMax) this.#byTarget = new Map()
    this.#byTarget.set(target, { response, seen: this.#timeOf(state) })
  }

  #timeOf(state: State): number {
    if (state !== this.#state) this.#time += 1
    this.#state = state
    return this.#time
  }
}

function encoded({ body, meta }: Content): HttpResponse & { readonly bytes: Uint8Array } {
  if (isRawList(body)) return rows(body, metaHeaders(meta))
  const response = json(body, metaHeaders(meta))
  return { ...response, bytes: Buffer.from(response.body) }
}

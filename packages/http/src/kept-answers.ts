// Answers that are kept as long as the rows or tables that they were read from: what has not changed is made, and encoded, once.

import type { State, Tables } from '@cutover/core'
import { type HttpResponse, json, type Meta, metaHeaders, varyByEncoding } from './response.ts'
import type { Raw } from './wire/encode.ts'

/** What an answer hangs on, and nothing else: some tables with their indexes, and what was asked of them. */
export interface Keep {
  readonly tables: readonly [keyof Tables, ...(keyof Tables)[]]
  readonly indexes: readonly (keyof State['indexes'])[]
  /** Everything of the request that the answer hangs on, as one text. */
  readonly asked: string
}

interface Kept {
  readonly seen: readonly unknown[]
  readonly response: HttpResponse
}

/** Answers kept for one table, and the bytes of each at most: more is made anew. */
const answersMax = 8
const bytesMax = 2 * 1_048_576

const answers = new WeakMap<Tables[keyof Tables], Map<string, Kept>>()

/** The answer for a state: the one that was made before, if what it hangs on is as it was. */
export function keptAnswer(state: State, keep: Keep, make: () => HttpResponse): HttpResponse {
  const table = state.tables[keep.tables[0]]
  const known = answers.get(table)
  const found = known?.get(keep.asked)
  const seen = seenBy(state, keep)
  if (found?.seen.every((one, place) => one === seen[place])) return found.response
  const response = encoded(make())
  if (!response.bytes || response.bytes.length > bytesMax) return response
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

/** The answer that is one row; its text is the row's own, and lives as long. */
export function rowAnswer(row: Raw, meta: Meta): HttpResponse {
  const known = rowAnswers.get(row)
  if (known?.index === meta.index && !meta.nextToken) return known.response
  const response = { ...json(row, metaHeaders(meta)), bytes: row.bytes }
  if (!meta.nextToken) rowAnswers.set(row, { index: meta.index, response })
  return response
}

/** Answers kept of one state, and the bytes of each at most. */
const recentMax = 4_096
const recentBytesMax = 8_192

/** Answers that were given from the present state: asked again before anything has changed, they are given again. */
export class RecentAnswers {
  #state: State | undefined
  #byTarget = new Map<string, HttpResponse>()

  find(state: State, target = '/'): HttpResponse | undefined {
    return state === this.#state ? this.#byTarget.get(target) : undefined
  }

  /** Keeps an answer that hangs on nothing else; where other origins may read it, it hangs on the origin. */
  keep(state: State, target: string | undefined, response: HttpResponse): void {
    const { bytes, headers } = response
    if (!bytes || bytes.length > recentBytesMax || headers['Vary'] !== varyByEncoding || target === undefined) return
    if (state !== this.#state || this.#byTarget.size >= recentMax) this.#byTarget = new Map()
    this.#state = state
    this.#byTarget.set(target, response)
  }
}

function encoded(response: HttpResponse): HttpResponse {
  const { body, bytes } = response
  return bytes || typeof body !== 'string' ? response : { ...response, bytes: Buffer.from(body) }
}

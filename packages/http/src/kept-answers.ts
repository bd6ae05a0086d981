// Answers that are kept as long as the rows or tables that they were read from: what has not changed is made, and encoded, once.

import type { State, Tables } from '@cutover/core'
import { type HttpResponse, json, type Meta, metaHeaders } from './response.ts'
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
  const response = json(row, metaHeaders(meta))
  if (!meta.nextToken) rowAnswers.set(row, { index: meta.index, response })
  return response
}

function encoded(response: HttpResponse): HttpResponse {
  const { body, bytes } = response
  return bytes || typeof body !== 'string' ? response : { ...response, bytes: Buffer.from(body) }
}

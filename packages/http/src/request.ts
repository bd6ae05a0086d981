// A request as a value, and the checks that every route shares, in their documented order. Nothing here knows a socket.
// Rules: client-surface §2.1, §2.3, §2.7.

import type { Json, JsonObject, Micros } from '@cutover/core'
import { micros } from '@cutover/core'
import { goDuration } from './go-duration.ts'
import { parseJson } from './parse-json.ts'
import { HttpError } from './response.ts'

/** A request, whatever brought it. */
export interface HttpRequest {
  readonly method: string
  /** The path as it was sent, still percent-encoded. */
  readonly path: string
  readonly query: URLSearchParams
  /** Lower-case names. */
  readonly headers: ReadonlyMap<string, string>
  readonly body: string
  /** Aborted when the client goes away. */
  readonly signal: AbortSignal
}

/** What a read may ask for. */
export interface ReadOptions {
  readonly index: number
  readonly wait: Micros
  readonly stale: boolean
  readonly namespace: string
  readonly prefix: string
}

const waitMax = micros(300_000_000)

/** The parameters that every read parses, bad ones refused even where they are not used. */
export function readOptions(request: HttpRequest): ReadOptions {
  const { query } = request
  const wait = query.get('wait')
  const duration = wait === null || wait === '' ? micros(0) : goDuration(wait)
  if (duration === undefined) throw new HttpError(400, 'Invalid wait time')
  const index = query.get('index') ?? ''
  if (index !== '' && !/^\d+$/.test(index)) throw new HttpError(400, 'Invalid index')
  return {
    index: index === '' ? 0 : Number(index),
    wait: duration <= 0 || duration > waitMax ? waitMax : duration,
    stale: staleOf(query.get('stale')),
    namespace: query.get('namespace') || 'default',
    prefix: query.get('prefix') ?? '',
  }
}

function staleOf(value: string | null): boolean {
  if (value === null) return false
  if (value === '') return true
  const parsed = goBoolean(value)
  if (parsed === undefined) throw new HttpError(400, 'Expect `true` or `false` for `stale` query string parameter')
  return parsed
}

/** A boolean as Go reads it, or undefined. */
export function goBoolean(value: string): boolean | undefined {
  if (['1', 't', 'T', 'TRUE', 'true', 'True'].includes(value)) return true
  if (['0', 'f', 'F', 'FALSE', 'false', 'False'].includes(value)) return false
  return undefined
}

/** The body as JSON; an empty one is refused. */
export function jsonBody(request: HttpRequest): Json {
  if (request.body === '') {
    const chunked = request.headers.get('transfer-encoding') !== undefined
    throw new HttpError(400, chunked ? 'EOF' : 'Request body is empty')
  }
  const parsed = parseJson(request.body)
  if (!parsed.ok) throw new HttpError(400, parsed.text)
  return parsed.value
}

/** What a body's fields must be, by Go's names of types. */
export type FieldType = 'string' | 'bool' | 'uint64' | 'int64' | 'int' | '[]string' | 'object'

/**
 * The body as an object with the given fields: keys are matched whatever their case, unknown ones ignored, `null` counts as absent,
 * a wrong type is refused with the decoder's text.
 */
export function bodyFields(body: Json, typeName: string, fields: Readonly<Record<string, FieldType>>): JsonObject {
  if (body === null) return {}
  if (typeof body !== 'object') throw new HttpError(400, mismatch(body, `Go value of type ${typeName}`))
  if (isList(body)) throw new HttpError(400, `json: cannot unmarshal array into Go value of type ${typeName}`)
  const names = new Map(Object.keys(fields).map((name) => [name.toLowerCase(), name]))
  const found: [string, Json][] = []
  for (const [key, value] of Object.entries(body)) {
    const name = names.get(key.toLowerCase())
    if (name === undefined || value === null) continue
    const field = `Go struct field ${typeName.replace(/^.*\./, '')}.${name}`
    found.push([name, checked(value, fields[name] ?? 'object', field)])
  }
  return Object.fromEntries(found)
}

function checked(value: Json, type: FieldType, field: string): Json {
  const fits = {
    string: typeof value === 'string',
    bool: typeof value === 'boolean',
    uint64: isWhole(value) && Number(value) >= 0,
    int64: isWhole(value),
    int: isWhole(value),
    '[]string': isList(value) && value.every((item) => typeof item === 'string'),
    object: typeof value === 'object' && !isList(value),
  }[type]
  if (!fits) throw new HttpError(400, mismatch(value, `${field} of type ${type}`))
  return value
}

function isWhole(value: Json): boolean {
  return typeof value === 'bigint' || (typeof value === 'number' && Number.isInteger(value))
}

function mismatch(value: Json, into: string): string {
  return `json: cannot unmarshal ${jsonKind(value)} into ${into}`
}

function jsonKind(value: Json): string {
  if (isList(value)) return 'array'
  if (typeof value === 'boolean') return 'bool'
  if (typeof value === 'bigint') return `number ${value}`
  if (typeof value === 'number') return Number.isInteger(value) ? 'number' : `number ${value}`
  return typeof value
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value)
}

// A request as a value, and the checks that every route shares, in their documented order. Nothing here knows a socket.
// Rules: client-surface §2.1, §2.3, §2.7.

import { isJsonObject, type JsonObject, type Micros, micros } from '@cutover/core'
import { type Block, type Body, decodeBody, readBody } from '@cutover/core/job-documents'
import type { Access } from './access.ts'
import { goDuration } from './go-duration.ts'
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
  /** Another server handed it over. */
  readonly isForwarded?: boolean
  /** What the caller may do, once the route is known; absent while access control is off. */
  readonly access?: Access
}

/** The same request by a caller of whom it is known what he may do. */
export function withAccess(request: HttpRequest, access: Access): HttpRequest {
  const { method, path, query, headers, body, signal } = request
  return { method, path, query, headers, body, signal, access }
}

const noQuery = new URLSearchParams()

/** A query as Go reads it: a pair that cannot be decoded, or holds a semicolon, is dropped without a word. */
export function readQuery(text: string): URLSearchParams {
  if (text === '') return noQuery
  const query = new URLSearchParams()
  for (const pair of text.split('&')) {
    if (pair === '' || pair.includes(';')) continue
    const at = pair.indexOf('=')
    const name = unescapeText(at < 0 ? pair : pair.slice(0, at))
    const value = unescapeText(at < 0 ? '' : pair.slice(at + 1))
    if (name !== undefined && value !== undefined) query.append(name, value)
  }
  return query
}

function unescapeText(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return undefined
  }
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
const plainRead: ReadOptions = { index: 0, wait: waitMax, stale: false, namespace: 'default', prefix: '' }

/** The parameters that every read parses, bad ones refused even where they are not used. */
export function readOptions(request: HttpRequest): ReadOptions {
  const { query } = request
  if (query.size === 0) return plainRead
  const wait = query.get('wait')
  const duration = wait === null || wait === '' ? micros(0) : goDuration(wait)
  if (duration === undefined) throw new HttpError(400, 'Invalid wait time')
  const index = query.get('index') ?? ''
  if (index !== '' && !isUnsigned(index)) throw new HttpError(400, 'Invalid index')
  return {
    index: index === '' ? 0 : Number(index),
    wait: duration <= 0 || duration > waitMax ? waitMax : duration,
    stale: staleOf(query.get('stale')),
    namespace: query.get('namespace') || 'default',
    prefix: query.get('prefix') ?? '',
  }
}

const uintMax = 18_446_744_073_709_551_615n

function isUnsigned(text: string): boolean {
  return /^\d+$/.test(text) && BigInt(text) <= uintMax
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

/** The body as it was sent; an empty one is refused. */
function readBodyOf(request: HttpRequest): Body {
  const chunked = request.headers.get('transfer-encoding') !== undefined
  if (request.body === '' && chunked) throw new HttpError(400, 'EOF')
  const read = readBody(request.body)
  if (!read.ok) throw new HttpError(400, read.text)
  return read.body
}

/** The body's fields: keys whatever their case, unknown ones ignored, `null` as if absent, a wrong type refused with Go's text. */
export function bodyFields(request: HttpRequest, of: Block): JsonObject {
  const decoded = decodeBody(readBodyOf(request), of)
  if (!decoded.ok)
    throw new HttpError(400, decoded.text.replace('into Go value of type api.', 'into Go value of type structs.'))
  return decoded.value
}

/** How a faulty flag is answered. */
interface FlagFault {
  /** 500 unless given. */
  readonly status?: 400 | 500
  /** The name as the error shows it; quoted unless given. */
  readonly shown?: string
}

/** A flag of the query; absent and empty are false, anything that Go does not read as a boolean is refused. */
export function queryFlag({ query }: HttpRequest, name: string, fault: FlagFault = {}): boolean {
  const value = query.get(name)
  if (value === null || value === '') return false
  const parsed = goBoolean(value)
  if (parsed !== undefined) return parsed
  const { status = 500, shown = JSON.stringify(name) } = fault
  const why = `strconv.ParseBool: parsing ${JSON.stringify(value)}: invalid syntax`
  throw new HttpError(status, `Failed to parse value of ${shown} (${value}) as a bool: ${why}`)
}

/** A request for another region cannot be passed on: there is only this server. `global` is its own, whatever it is called. */
export function checkRegion({ query }: HttpRequest, own: string, named = ''): void {
  const region = query.get('region') || named
  if (region !== '' && region !== own && region !== 'global') throw new HttpError(500, 'No path to region')
}

/** The text of a field. */
export function textOf(fields: JsonObject, key: string): string {
  const value = fields[key]
  return typeof value === 'string' ? value : ''
}

/** The number of a field; zero when absent. */
export function wholeOf(fields: JsonObject, key: string): number {
  const value = fields[key]
  return typeof value === 'number' || typeof value === 'bigint' ? Number(value) : 0
}

/** The texts of a list. */
export function textsOf(fields: JsonObject, key: string): readonly string[] {
  const value = fields[key]
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : []
}

/** The object of a field; empty when absent. */
export function objectOf(fields: JsonObject, key: string): JsonObject {
  const value = fields[key]
  return isJsonObject(value) ? value : {}
}

/** The objects of a list, or the one object of a field. */
export function objectsOf(fields: JsonObject, key: string): readonly JsonObject[] {
  const value = fields[key]
  if (isJsonObject(value)) return [value]
  return Array.isArray(value) ? value.filter(isJsonObject) : []
}

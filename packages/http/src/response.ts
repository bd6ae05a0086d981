// A response as a value, and the one place that gives it its headers. Rules: client-surface §2.2, §2.10.

import type { Tables } from '@cutover/core'
import { encode, encodeRows, pretty, type Raw, type Wire } from './wire/encode.ts'

/** A response; a stream writes lines until it ends or the client goes away. */
export interface HttpResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | ((write: (chunk: string | Uint8Array) => Promise<void>) => Promise<void>)
  /** The same body as it is sent, where it is kept: then the answer hangs on the state and on what was asked, and on nothing else. */
  readonly bytes?: Uint8Array
  /** The one row that it hangs on, where `bytes` are kept; else they hang on the whole state. */
  readonly place?: RowPlace
}

/** A row, and where it was found. */
export interface RowPlace {
  readonly table: keyof Tables
  readonly key: string
  readonly row: object
}

/** An answer whose body is there as a whole. */
type Whole = HttpResponse & { readonly body: string }

/** An answer that is not 200: Nomad's text for it. Thrown by checks of the HTTP layer only, never by the core. */
export class HttpError extends Error {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>

  constructor(status: number, text: string, headers: Readonly<Record<string, string>> = {}) {
    super(text)
    this.status = status
    this.headers = headers
  }
}

/** What most answers vary by. */
export const varyByEncoding = 'Accept-Encoding'

/** What a read tells about itself beside its body. */
export interface Meta {
  readonly index: number
  readonly nextToken?: string
}

/** The headers of a read. One server is always its own leader, and never behind. */
export function metaHeaders({ index, nextToken }: Meta): Readonly<Record<string, string>> {
  const headers = { 'X-Nomad-Index': String(index), 'X-Nomad-Knownleader': 'true', 'X-Nomad-Lastcontact': '0' }
  return nextToken ? { ...headers, 'X-Nomad-Nexttoken': asBytes(nextToken) } : headers
}

// Headers are bytes, written as UTF-8 as Go does: Node takes a character for each.
function asBytes(text: string): string {
  return Buffer.from(text).toString('latin1')
}

/** A JSON answer. */
export function json(body: Wire, headers: Readonly<Record<string, string>> = {}): Whole {
  return { status: 200, headers: jsonHeaders(headers), body: encode(body) }
}

/** A list of rows whose bytes are kept: of a list of which one row has changed, one row is encoded. */
export function rows(
  list: readonly Raw[],
  headers: Readonly<Record<string, string>>,
): Whole & { readonly bytes: Uint8Array } {
  const bytes = encodeRows(list)
  let text: string | undefined
  return {
    status: 200,
    headers: jsonHeaders(headers),
    // Who sends the bytes needs no text.
    get body(): string {
      text ??= Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString()
      return text
    },
    bytes,
  }
}

function jsonHeaders(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return { 'Content-Type': 'application/json', Vary: varyByEncoding, ...headers }
}

/** An answer without a body. */
export function empty(status = 200, headers: Readonly<Record<string, string>> = {}): HttpResponse {
  return { status, headers, body: '' }
}

/** An error as plain text. */
export function failure({ status, message, headers }: HttpError): HttpResponse {
  return { status, headers: { 'Content-Type': 'text/plain; charset=utf-8', ...headers }, body: message }
}

/** The same answer with four spaces of indentation, if the request asks for it. */
export function prettyIfAsked(response: HttpResponse, query: URLSearchParams): HttpResponse {
  const wanted = query.size === 0 ? null : query.get('pretty')
  const isJson = response.headers['Content-Type'] === 'application/json'
  if (wanted === null || wanted === '0' || !isJson || typeof response.body !== 'string') return response
  const { status, headers, body } = response
  return { status, headers, body: `${pretty(body)}\n` }
}

/** The metadata that some answers repeat in their bodies. */
export function metaBody(index: number, knownLeader: boolean): Wire & object {
  return { Index: index, KnownLeader: knownLeader, LastContact: 0, NextToken: '' }
}

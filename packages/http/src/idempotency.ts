// `Idempotency-Key`: a write that is sent again with the same key is answered as it was the first time, byte for byte, and done
// once; the answer lies in the log beside what it tells of. A key belongs to its caller's token. Not part of Nomad's API.

import { createHash } from 'node:crypto'
import { isJsonObject, type Json, type State } from '@cutover/core'
import type { Accepted, SubmitOptions } from '@cutover/engine'
import type { Api } from './api.ts'
import { refusalStatus } from './refusal-status.ts'
import type { HttpRequest } from './request.ts'
import { failure, HttpError, type HttpResponse } from './response.ts'

/** What a write answers once it is accepted: made of the reply, and of the state right after. */
export type Respond = (reply: Accepted['reply'], after: State) => HttpResponse

type Answer = Pick<Accepted, 'reply' | 'refusal'>

/** Characters of a key. */
const keyLengthMax = 255

/** The answer to an accepted command. A part that was refused later is what the client hears of. */
export function responseTo({ reply, refusal }: Answer, after: State, respond: Respond): HttpResponse {
  return refusal ? failure(new HttpError(refusalStatus(refusal), refusal.text)) : respond(reply, after)
}

/** What a request with a key hands to the engine beside its command. */
export function keyedOptions(
  api: Api,
  request: HttpRequest,
  respond: Respond,
): Pick<SubmitOptions, 'key' | 'fingerprint' | 'note'> {
  const key = keyOf(api, request)
  return key ? { ...key, note: (answer, after) => noteOf(responseTo(answer, after, respond)) } : {}
}

/** What the same request was answered before; undefined when it has no key, or when the key is new. */
export function answeredBefore(api: Api, request: HttpRequest): HttpResponse | undefined {
  if (request.method === 'GET' || request.method === 'HEAD') return undefined
  const key = keyOf(api, request)
  const found = key && api.engine.answered(key)
  if (found?.outcome === 'refused') throw new HttpError(refusalStatus(found.refusal), found.refusal.text)
  return found?.note === undefined ? undefined : responseOf(found.note)
}

/** An answer as it was kept. */
export function responseOf(note: Json): HttpResponse {
  if (!isJsonObject(note)) throw new Error('a kept answer is not what was kept')
  const { status, headers, body } = note
  const pairs = isJsonObject(headers) ? Object.entries(headers).map(([name, value]) => [name, String(value)]) : []
  return { status: Number(status), headers: Object.fromEntries(pairs), body: String(body) }
}

function noteOf({ status, headers, body }: HttpResponse): Json {
  if (typeof body !== 'string') throw new Error('a write is not answered with a stream')
  return { status, headers, body }
}

// Where tokens are asked for, whoever has none is nobody: a stranger could be told what another one was answered.
function keyOf(
  { settings }: Api,
  request: HttpRequest,
): { readonly key: string; readonly fingerprint: string } | undefined {
  const text = request.headers.get('idempotency-key')
  if (text === undefined || text === '') return undefined
  if (text.length > keyLengthMax) throw new HttpError(400, `Idempotency-Key is longer than ${keyLengthMax} characters`)
  const owner = request.access?.caller().token?.accessorId ?? ''
  if (settings.acl === true && owner === '') return undefined
  return { key: `http/${owner}/${text}`, fingerprint: fingerprintOf(request) }
}

function fingerprintOf({ method, path, query, body }: HttpRequest): string {
  const text = JSON.stringify([method === 'POST' ? 'PUT' : method, path, query.toString(), body])
  return createHash('sha256').update(text).digest('base64url')
}

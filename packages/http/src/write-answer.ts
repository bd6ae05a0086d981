// An answer as bytes on a socket: whole, compressed where that was asked for, or as it comes. Rules: client-surface §2.2, §2.8.

import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { acceptedEncoding, compressed, type Encoding } from './compression.ts'
import type { HttpResponse } from './response.ts'
import { signalOf } from './socket-request.ts'

/** Writes an answer. Resolves when a stream has ended; what is whole is handed over at once, without a promise. */
export function writeAnswer(
  out: ServerResponse,
  message: IncomingMessage,
  response: HttpResponse,
): Promise<void> | undefined {
  if (out.destroyed) return undefined
  const { status, headers, body } = response
  if (typeof body !== 'string') {
    out.writeHead(status, listed(headers))
    return streamTo(out, body, signalOf(message.socket))
  }
  const isHead = message.method === 'HEAD'
  const encoding = isHead || body === '' ? undefined : acceptedEncoding(message.headers['accept-encoding'])
  if (encoding !== undefined) return writeCompressed(out, response, { whole: response.bytes ?? body, encoding })
  if (response.bytes && !isHead) {
    const { list, text } = keptForm(response, response.bytes)
    out.writeHead(status, list)
    if (text === undefined) out.end(response.bytes)
    else out.end(text, 'latin1')
    return undefined
  }
  out.writeHead(status, listed(headers, { length: Buffer.byteLength(body) }))
  out.end(isHead ? '' : body)
  return undefined
}

interface Compressible {
  readonly whole: string | Uint8Array
  readonly encoding: Encoding
}

async function writeCompressed(
  out: ServerResponse,
  { status, headers }: HttpResponse,
  { whole, encoding }: Compressible,
): Promise<void> {
  const bytes = await compressed(whole, encoding)
  out.writeHead(status, listed(headers, { length: bytes.length, encoding }))
  out.end(bytes)
}

interface KeptForm {
  readonly list: string[]
  /** A short body of one-byte characters: it goes out in one piece with its headers. */
  readonly text: string | undefined
}

const keptForms = new WeakMap<HttpResponse, KeptForm>()
const onePieceMax = 16_384

// An answer whose bytes are kept is written many times.
function keptForm(response: HttpResponse, bytes: Uint8Array): KeptForm {
  const known = keptForms.get(response)
  if (known) return known
  const { headers, body } = response
  const isShort = bytes.length <= onePieceMax && typeof body === 'string' && body.length === bytes.length
  const form = { list: listed(headers, { length: bytes.length }), text: isShort ? body : undefined }
  keptForms.set(response, form)
  return form
}

interface Extent {
  readonly length: number
  readonly encoding?: Encoding
}

// Names and values in turn, the form that Node takes in fastest. What an answer varies by stands on lines of its own.
function listed(headers: HttpResponse['headers'], extent?: Extent): string[] {
  const list: string[] = []
  for (const name in headers) {
    const value = headers[name] ?? ''
    if (name !== 'Vary' || !value.includes(', ')) list.push(name, value)
    else for (const one of value.split(', ')) list.push(name, one)
  }
  if (extent?.encoding !== undefined) list.push('Content-Encoding', extent.encoding)
  if (extent) list.push('Content-Length', String(extent.length))
  return list
}

type Streamed = Exclude<HttpResponse['body'], string>

// Written as it comes; a client that does not read slows its own stream down, never the engine.
async function streamTo(out: ServerResponse, body: Streamed, signal: AbortSignal): Promise<void> {
  async function write(chunk: string | Uint8Array): Promise<void> {
    if (signal.aborted || out.destroyed) throw new Error('the client is gone')
    if (!out.write(chunk)) await once(out, 'drain', { signal })
  }
  try {
    await body(write)
    out.end()
  } catch {
    out.destroy()
  }
}

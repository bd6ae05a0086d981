// One HTTP/1.1 exchange on a socket of its own, byte for byte: recorded requests may hold what no HTTP client would send.
// Rules: oracle/README-http §2.

import { connect, type Socket } from 'node:net'
import { gunzipSync, inflateSync } from 'node:zlib'
import { type Head, readChunks, readHead } from './raw-answer.ts'

/** A request as it is sent. */
export interface RawRequest {
  readonly method: string
  /** The raw request target. */
  readonly path: string
  readonly headers: readonly (readonly [string, string])[]
  /** Absent: no body and no `Content-Length`. */
  readonly body: string | undefined
}

/** An answer as it came; `status` 0 when the connection was closed without one. */
export interface RawAnswer {
  readonly status: number
  readonly headers: readonly (readonly [string, string])[]
  readonly body: string
  readonly ms: number
  readonly note?: string
}

export interface Address {
  readonly host: string
  readonly port: number
}

const timeoutMs = 330_000

/** Sends a request and reads the whole answer. */
export async function exchange(address: Address, request: RawRequest): Promise<RawAnswer> {
  const startedAt = performance.now()
  const socket = open(address, request)
  socket.setTimeout(timeoutMs, () => socket.destroy())
  const parts: Buffer[] = []
  try {
    for await (const part of socket) parts.push(part)
  } catch {
    // Reset while sending or reading: what has come so far counts.
  }
  return { ...answerOf(Buffer.concat(parts), request.method), ms: performance.now() - startedAt }
}

/** Opens a connection and sends the request on it. */
export function open({ host, port }: Address, request: RawRequest): Socket {
  const socket = connect({ host, port, noDelay: true })
  socket.write(bytesOf(request, `${host}:${port}`))
  return socket
}

function bytesOf({ method, path, headers, body }: RawRequest, host: string): Buffer {
  const names = new Set(headers.map(([name]) => name.toLowerCase()))
  const isChunked = names.has('transfer-encoding')
  const lines = [`${method} ${path} HTTP/1.1`]
  if (!names.has('host')) lines.push(`Host: ${host}`)
  for (const [name, value] of headers) lines.push(`${name}: ${value}`)
  const data = Buffer.from(body ?? '')
  if (!isChunked && body !== undefined) lines.push(`Content-Length: ${data.length}`)
  lines.push('Connection: close', '', '')
  return Buffer.concat([Buffer.from(lines.join('\r\n')), isChunked ? chunked(data) : data])
}

function chunked(data: Buffer): Buffer {
  const first = data.length > 0 ? [Buffer.from(`${data.length.toString(16)}\r\n`), data, Buffer.from('\r\n')] : []
  return Buffer.concat([...first, Buffer.from('0\r\n\r\n')])
}

function answerOf(bytes: Buffer, method: string): Omit<RawAnswer, 'ms'> {
  const head = readHead(bytes)
  if (!head) return { status: 0, headers: [], body: '', note: 'no answer' }
  const { status, headers } = head
  const hasNone = method === 'HEAD' || status === 204 || status === 304
  return { status, headers, body: hasNone ? '' : bodyOf(bytes.subarray(head.length), head).toString() }
}

function bodyOf(bytes: Buffer, head: Head): Buffer {
  const whole = head.isChunked ? readChunks(bytes).data : bytes
  if (whole.length === 0) return whole
  if (head.encoding === 'gzip') return gunzipSync(whole)
  return head.encoding === 'deflate' ? inflateSync(whole) : whole
}

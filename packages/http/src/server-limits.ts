// The bounds of the server: what a request may weigh, how long it may take to arrive, how many connections there may be.

import { type ServerOptions, STATUS_CODES } from 'node:http'
import type { Server, Socket } from 'node:net'
import { Server as TlsServer } from 'node:tls'

/** Bounds of the server; 0 connections means as many as the system gives. */
export interface ServerLimits {
  /** Largest body, in bytes; beyond it a 413. */
  readonly bodyBytesMax: number
  /** A request's first line and headers together, in bytes; beyond it a 431. */
  readonly headerBytesMax: number
  /** How long a request may take to arrive, in milliseconds; beyond it a 408. */
  readonly requestTimeoutMs: number
  /** How long a connection may rest between requests, in milliseconds. */
  readonly keepAliveTimeoutMs: number
  /** Connections at once; more are closed as they come. */
  readonly connectionsMax: number
  /** Connections at once from one address; more are answered 429 and closed, as Nomad does with 100. */
  readonly connectionsPerClientMax: number
}

/** Room for the largest job documents, a minute to send one, headers as Go's HTTP library grants them. */
export const defaultServerLimits: ServerLimits = {
  bodyBytesMax: 16 * 1024 * 1024,
  headerBytesMax: 1024 * 1024,
  requestTimeoutMs: 60_000,
  keepAliveTimeoutMs: 75_000,
  connectionsMax: 0,
  connectionsPerClientMax: 0,
}

/** The same for the HTTP parser. A body that does not come is only noticed when headers may take no longer than all of it. */
export function socketOptions({ headerBytesMax, requestTimeoutMs, keepAliveTimeoutMs }: ServerLimits): ServerOptions {
  return {
    maxHeaderSize: headerBytesMax,
    keepAliveTimeout: keepAliveTimeoutMs,
    requestTimeout: requestTimeoutMs,
    headersTimeout: requestTimeoutMs,
    connectionsCheckingInterval: Math.min(30_000, requestTimeoutMs),
  }
}

/** Answers what is no request, or too large or too slow to become one, as Go's HTTP library does, and closes. */
export function refuseBytes(error: Error & { readonly code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy()
  const status = error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : error.code === 'HPE_HEADER_OVERFLOW' ? 431 : 400
  const text = `${status} ${STATUS_CODES[status]}`
  const headers = 'Content-Type: text/plain; charset=utf-8\r\nConnection: close'
  socket.end(`HTTP/1.1 ${text}\r\n${headers}\r\n\r\n${text}`, () => socket.destroySoon())
}

const tooMany = 'Your IP is issuing too many concurrent connections, please rate limit your calls\n'

/** Keeps a listening server within its bounds of connections. */
export function boundConnections(
  server: Server,
  { connectionsMax, connectionsPerClientMax }: Pick<ServerLimits, 'connectionsMax' | 'connectionsPerClientMax'>,
): void {
  if (connectionsMax > 0) server.maxConnections = connectionsMax
  if (connectionsPerClientMax === 0) return
  const open = new Map<string, number>()
  // Over TLS a client can only be told once the handshake is over.
  server.prependListener(server instanceof TlsServer ? 'secureConnection' : 'connection', (socket: Socket) => {
    const client = socket.remoteAddress ?? ''
    const count = (open.get(client) ?? 0) + 1
    open.set(client, count)
    socket.once('close', () => {
      const left = (open.get(client) ?? 1) - 1
      if (left > 0) open.set(client, left)
      else open.delete(client)
    })
    if (count > connectionsPerClientMax) turnAway(socket)
  })
}

function turnAway(socket: Socket): void {
  const headers = `Content-Type: text/plain\r\nContent-Length: ${tooMany.length}\r\nConnection: close\r\n`
  socket.end(`HTTP/1.1 429 Too Many Requests\r\n${headers}\r\n${tooMany}`, () => socket.destroySoon())
}

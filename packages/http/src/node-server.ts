// The socket: Fastify in front of `handle`. It bounds what comes in, turns sockets into request values and response values into
// bytes, and serves the API document. Rules: client-surface §2.2, §2.8.

import { once, setMaxListeners } from 'node:events'
import type { OutgoingHttpHeaders, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import swagger from '@fastify/swagger'
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import type { Api } from './api.ts'
import { acceptedEncoding, compressed } from './compression.ts'
import { handle } from './handle.ts'
import { documentRoutes } from './openapi.ts'
import { type HttpRequest, readQuery } from './request.ts'
import type { HttpResponse } from './response.ts'
import {
  boundConnections,
  defaultServerLimits,
  refuseBytes,
  type ServerLimits,
  socketOptions,
} from './server-limits.ts'

/** Makes a server that is not listening yet. */
export async function createServer(api: Api, limits: Partial<ServerLimits> = {}): Promise<FastifyInstance> {
  const bounds = { ...defaultServerLimits, ...limits }
  const server = fastify({
    bodyLimit: bounds.bodyBytesMax,
    requestTimeout: bounds.requestTimeoutMs,
    keepAliveTimeout: bounds.keepAliveTimeoutMs,
    http: socketOptions(bounds),
    clientErrorHandler: (error, socket) => refuseBytes(error, socket),
    routerOptions: { maxParamLength: 1_048_576, ignoreDuplicateSlashes: false },
    exposeHeadRoutes: false,
    forceCloseConnections: true,
    frameworkErrors: (_error, _request, reply) => void badRequest(reply),
  })
  boundConnections(server.server, bounds)
  server.removeAllContentTypeParsers()
  server.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body))
  server.setValidatorCompiler(() => () => true)
  await server.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: apiInfo,
      components: { securitySchemes: { token: { type: 'apiKey', in: 'header', name: 'X-Nomad-Token' } } },
      security: [{}, { token: [] }],
    },
  })
  const answer = (request: FastifyRequest, reply: FastifyReply): Promise<void> => send(reply, api, requestOf(request))
  documentRoutes(server, answer)
  server.get('/v1/openapi.json', { schema: { hide: true } }, () => server.swagger())
  server.setNotFoundHandler((request, reply) => answer(request, reply))
  server.setErrorHandler((error: { readonly statusCode?: number; readonly message: string }, _request, reply) => {
    const status = error.statusCode ?? 500
    return reply.code(status).type('text/plain; charset=utf-8').send(error.message)
  })
  return server
}

// A path that cannot be decoded is answered before any route is looked up, as Go's HTTP library does.
function badRequest(reply: FastifyReply): void {
  reply.hijack()
  reply.raw.writeHead(400, { 'Content-Type': 'text/plain; charset=utf-8', Connection: 'close' })
  reply.raw.end('400 Bad Request')
}

const apiInfo = {
  title: "Cutover: Nomad's API for rollouts",
  version: '0.1.0',
  description: 'Errors are plain text with the status codes named at each route.',
} as const

function requestOf(request: FastifyRequest): HttpRequest {
  const [path = '/', query = ''] = splitOnce(request.raw.url ?? '/', '?')
  return {
    method: request.method,
    path,
    query: readQuery(query),
    headers: headersOf(request),
    body: typeof request.body === 'string' ? request.body : '',
    signal: signalOf(request.raw.socket),
  }
}

function headersOf({ headers }: FastifyRequest): ReadonlyMap<string, string> {
  const all = new Map<string, string>()
  for (const name in headers) all.set(name, String(headers[name]))
  return all
}

const signals = new WeakMap<Socket, AbortSignal>()

/** Aborted when the connection closes; the same for all its requests, so that a long-lived one gathers no listeners. */
function signalOf(socket: Socket): AbortSignal {
  const known = signals.get(socket)
  if (known) return known
  const gone = new AbortController()
  // Requests that were sent without waiting for answers may all wait at once.
  setMaxListeners(0, gone.signal)
  socket.once('close', () => gone.abort())
  signals.set(socket, gone.signal)
  return gone.signal
}

function splitOnce(text: string, separator: string): readonly string[] {
  const at = text.indexOf(separator)
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)]
}

// Written past the framework, whose own headers would not be Nomad's.
async function send(reply: FastifyReply, api: Api, request: HttpRequest): Promise<void> {
  const { status, headers, body } = await handle(api, request)
  reply.hijack()
  if (reply.raw.destroyed) return
  if (typeof body !== 'string') {
    reply.raw.writeHead(status, listed(headers))
    return streamTo(reply.raw, body, request)
  }
  const encoding = acceptedEncoding(request.headers.get('accept-encoding'))
  if (encoding !== undefined && body !== '' && request.method !== 'HEAD') {
    const bytes = await compressed(body, encoding)
    const length = { 'Content-Encoding': encoding, 'Content-Length': bytes.length }
    reply.raw.writeHead(status, { ...listed(headers), ...length })
    reply.raw.end(bytes)
    return
  }
  reply.raw.writeHead(status, { ...listed(headers), 'Content-Length': Buffer.byteLength(body) })
  reply.raw.end(request.method === 'HEAD' ? '' : body)
}

// What an answer varies by stands on lines of its own.
function listed({ Vary, ...headers }: HttpResponse['headers']): OutgoingHttpHeaders {
  return Vary === undefined ? headers : { ...headers, Vary: Vary.split(', ') }
}

type Streamed = Exclude<HttpResponse['body'], string>

// Written as it comes; a client that does not read slows its own stream down, never the engine.
async function streamTo(out: ServerResponse, body: Streamed, { signal }: HttpRequest): Promise<void> {
  async function write(chunk: string): Promise<void> {
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

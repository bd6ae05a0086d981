// The socket: Fastify in front of `handle`. It bounds what comes in, turns sockets into request values and response values into
// bytes, and serves the API document. Rules: client-surface §2.2, §2.8.

import type { IncomingMessage, ServerResponse } from 'node:http'
import swagger from '@fastify/swagger'
import fastify, { type FastifyInstance, type FastifyReply } from 'fastify'
import type { Api } from './api.ts'
import { respond } from './handle.ts'
import { RecentAnswers } from './kept-answers.ts'
import { documentRoutes, type RouteHandler } from './openapi.ts'
import {
  boundConnections,
  defaultServerLimits,
  refuseBytes,
  type ServerLimits,
  socketOptions,
} from './server-limits.ts'
import { SocketRequest } from './socket-request.ts'
import { type ServerTls, socketServer } from './tls.ts'
import { writeAnswer } from './write-answer.ts'

/** What can be done with a server. The framework's hooks are not part of it: reads are answered before it sees them. */
export type ApiServer = Pick<FastifyInstance, 'addresses' | 'close' | 'inject' | 'listen' | 'ready' | 'server'>

/** Makes a server that is not listening yet; with a certificate it speaks HTTPS only. */
export async function createServer(api: Api, limits: Partial<ServerLimits> = {}, tls?: ServerTls): Promise<ApiServer> {
  const bounds = { ...defaultServerLimits, ...limits }
  const answerRead = readAnswerer(api)
  const server = fastify({
    bodyLimit: bounds.bodyBytesMax,
    serverFactory: (framework) =>
      socketServer(socketOptions(bounds), tls, (message, out) => {
        if (isPlainRead(message)) answerRead(message, out)
        else framework(message, out)
      }),
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
  const handler: RouteHandler = ({ raw, body }, reply) => {
    reply.hijack()
    return answer(api, raw, reply.raw, { body: typeof body === 'string' ? body : '' })
  }
  documentRoutes(server, handler)
  server.get(documentPath, { schema: { hide: true } }, () => server.swagger())
  server.setNotFoundHandler(handler)
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

// Most requests by far, and the framework has nothing to do for them: there is no body, and the table finds its routes itself.
function isPlainRead({ method, url = '', headers }: IncomingMessage): boolean {
  if (method !== 'GET' || !url.startsWith('/v1/') || url.includes('%') || url === documentPath) return false
  return headers['content-length'] === undefined && headers['transfer-encoding'] === undefined
}

const documentPath = '/v1/openapi.json'

// What cannot be written ends the connection, and nothing else.
function readAnswerer(api: Api): (message: IncomingMessage, out: ServerResponse) => void {
  const recent = new RecentAnswers()
  return (message, out) => {
    try {
      const again = isPlain(api) ? recent.find(api.engine.read(), message.url) : undefined
      if (again) writeAnswer(out, message, again)?.catch(() => out.destroy())
      else answer(api, message, out, { recent })?.catch(() => out.destroy())
    } catch {
      out.destroy()
    }
  }
}

// What is read hangs on nothing but the state: not on who reads, nor on how this server stands to a leader.
function isPlain({ settings, leader }: Api): boolean {
  return settings.acl !== true && leader === undefined
}

interface Answering {
  readonly body?: string
  readonly recent?: RecentAnswers
}

// Written past the framework, whose own headers would not be Nomad's.
function answer(
  api: Api,
  message: IncomingMessage,
  out: ServerResponse,
  { body = '', recent }: Answering,
): Promise<void> | undefined {
  const state = api.engine.read()
  const request = new SocketRequest(message, body)
  const response = respond(api, request)
  if (response instanceof Promise) return response.then((settled) => writeAnswer(out, message, settled))
  if (isPlain(api)) recent?.keep(state, message.url, response)
  return writeAnswer(out, message, response)
}

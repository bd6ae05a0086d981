// Registers every route of the table with Fastify, so that its router finds them fast and the API document describes them.

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { routes } from './routes.ts'

const text = Type.String({ description: "Nomad's text" })

/** The answers that every route may give beside its own. */
const errors = {
  400: text,
  403: text,
  404: text,
  405: text,
  429: text,
  500: text,
  501: text,
} as const

/** Answers a request past the framework. */
export type RouteHandler = (request: FastifyRequest, reply: FastifyReply) => Promise<void> | undefined

/** Registers the routes; all of them are answered by `answer`, which looks at the path itself. */
export function documentRoutes(server: FastifyInstance, answer: RouteHandler): void {
  server.setSerializerCompiler(() => String)
  for (const { path, methods, summary } of routes) {
    for (const method of Object.keys(methods)) {
      server.route({
        method,
        url: path,
        schema: {
          summary,
          tags: [path.split('/')[2] ?? ''],
          params: Type.Object(
            Object.fromEntries([...path.matchAll(/:([a-z]+)/g)].map(([, name = '']) => [name, Type.String()])),
          ),
          response: { 200: Type.Unknown({ description: 'JSON as Nomad writes it' }), ...errors },
        },
        handler: answer,
      })
    }
  }
}

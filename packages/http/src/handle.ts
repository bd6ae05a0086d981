// A request becomes a response: the route is looked up, its handler runs, errors become Nomad's texts. No socket, no framework.

import type { Api } from './api.ts'
import { matchRoute } from './match.ts'
import type { HttpRequest } from './request.ts'
import { empty, failure, HttpError, type HttpResponse, json, prettyIfAsked } from './response.ts'
import { routes } from './routes.ts'

/** Answers one request. Never rejects: a bug of ours is a 500 with its text. */
export async function handle(api: Api, request: HttpRequest): Promise<HttpResponse> {
  try {
    const response = await answer(api, request)
    return prettyIfAsked(response, request.query)
  } catch (error) {
    if (error instanceof HttpError) return failure(error)
    return failure(new HttpError(500, error instanceof Error ? error.message : String(error)))
  }
}

function answer(api: Api, request: HttpRequest): Promise<HttpResponse> | HttpResponse {
  if (request.path === '/') return redirect('/ui/', request)
  const cleaned = request.path.replace(/\/{2,}/g, '/')
  if (cleaned !== request.path) return redirect(cleaned, request)
  const match = matchRoute(routes, request.path)
  if (!match) return request.path.startsWith('/v1/') ? unknownPath(request.path) : empty(404)
  const handler = match.route.methods[request.method]
  if (!handler) throw new HttpError(405, 'Invalid method')
  return handler(api, request, match.params)
}

/** Prefixes of Nomad's API that this server does not answer: a plain 501 is better than a silent 200. */
const notHere = [
  'acl',
  'agent',
  'client',
  'keyring',
  'namespace',
  'namespaces',
  'node',
  'operator',
  'plugin',
  'plugins',
  'quota',
  'quotas',
  'recommendation',
  'recommendations',
  'scaling',
  'search',
  'sentinel',
  'service',
  'services',
  'system',
  'validate',
  'var',
  'vars',
  'volume',
  'volumes',
  'jobs',
]

function unknownPath(path: string): HttpResponse {
  const [, , first = ''] = path.split('/')
  if (first === 'deployment' || first === 'job' || first === 'allocation' || first === 'evaluation')
    return { status: 301, headers: { Location: `${path}/` }, body: '' }
  if (!notHere.includes(first)) return empty(404)
  throw new HttpError(501, `${path} is part of Nomad's API but not of this server`)
}

function redirect(path: string, { query }: HttpRequest): HttpResponse {
  const rest = query.toString()
  return {
    ...json(null),
    status: path === '/ui/' ? 307 : 301,
    headers: { Location: rest === '' ? path : `${path}?${rest}` },
    body: '',
  }
}

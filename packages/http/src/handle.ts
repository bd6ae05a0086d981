// A request becomes a response: the path is cleaned, the route looked up, its handler run, errors become Nomad's texts. No socket,
// no framework. Rules: client-surface §2.8.

import { accessOf, type Routed } from './access.ts'
import type { Api, Handler } from './api.ts'
import { answeredBefore } from './idempotency.ts'
import { besideLeader } from './leader.ts'
import { type Match, matchRoute } from './match.ts'
import { needOf } from './needs.ts'
import { isNomads } from './nomad-paths.ts'
import { answerPage } from './page.ts'
import { type HttpRequest, withAccess } from './request.ts'
import { empty, failure, HttpError, type HttpResponse, prettyIfAsked } from './response.ts'
import { routes } from './routes.ts'
import { preflight, sharing } from './sharing.ts'

/** Answers one request. Never rejects: a bug of ours is a 500 with its text. */
export async function handle(api: Api, request: HttpRequest): Promise<HttpResponse> {
  return respond(api, request)
}

/** The same, at once where nothing has to be waited for. */
export function respond(api: Api, request: HttpRequest): Promise<HttpResponse> | HttpResponse {
  const path = decodedPath(request.path)
  if (path === undefined) return failure(new HttpError(400, '400 Bad Request'))
  const finish = (response: HttpResponse): HttpResponse =>
    sharing(prettyIfAsked(response, request.query), request, path)
  const fail = (error: unknown): HttpResponse =>
    sharing(failure(error instanceof HttpError ? error : bug(api, error)), request, path)
  try {
    const early = preflight(request, path)
    if (early) return sharing(early, request, path)
    const response = answer(api, request, path)
    return response instanceof Promise ? response.then(finish).catch(fail) : finish(response)
  } catch (error) {
    return fail(error)
  }
}

function bug({ onBug }: Api, error: unknown): HttpError {
  onBug?.(error)
  return new HttpError(500, error instanceof Error ? error.message : String(error))
}

function answer(api: Api, request: HttpRequest, path: string): Promise<HttpResponse> | HttpResponse {
  if (path === '/') return redirect(request, '/ui/', true)
  if (api.page && path === '/ui') return redirect(request, '/ui/')
  if (api.page && path.startsWith('/ui/')) return answerPage(api.page, request, path)
  if (!isClean(request.path)) {
    const clean = cleanPath(request.path)
    if (clean !== request.path) return redirect(request, clean)
  }
  const match = matchRoute(routes, path)
  if (!match) return unknownPath(request, path)
  const handler = match.route.methods[request.method]
  if (!handler) return wrongMethod(match)
  const here = (): Promise<HttpResponse> | HttpResponse => {
    if (api.settings.acl !== true) return answeredBefore(api, request) ?? handler(api, request, match.params)
    const need = needOf(request.method, match.route.path)
    return guarded(api, request, { handler, need, params: match.params })
  }
  return api.leader === undefined ? here() : besideLeader(api, request, here)
}

// Behind an allocation's id only `stop` is written to; the answer of `raft/configuration` has no text.
function wrongMethod({ route, params }: Match): HttpResponse {
  if (route.path === '/v1/operator/raft/configuration') return empty(405)
  const isBelow = route.path === '/v1/allocation/:id' && params[0]?.includes('/') === true
  throw isBelow ? new HttpError(404, 'resource not found') : new HttpError(405, 'Invalid method')
}

interface Guarded extends Routed {
  readonly handler: Handler
}

// An answer that nobody asked permission for is a bug of ours, and is not given.
async function guarded(api: Api, request: HttpRequest, { handler, need, params }: Guarded): Promise<HttpResponse> {
  const access = accessOf(api, request, { need, params })
  if (need.first) access.permit()
  const permitted = withAccess(request, access)
  const before = answeredBefore(api, permitted)
  if (before) return before
  const response = await handler(api, permitted, params)
  if (!access.wasAsked) throw new HttpError(500, 'permission was not asked for')
  return response
}

/** Roots of single objects: without what they name, they are sent to the form with a slash at the end. */
const roots: ReadonlySet<string> = new Set([
  'deployment',
  'job',
  'allocation',
  'evaluation',
  'node',
  'volume',
  'plugin',
])

/** What is Nomad's but not here gets a plain 501: that is better than a silent 200. */
function unknownPath(request: HttpRequest, path: string): HttpResponse {
  const [, version, first = '', second] = path.split('/')
  if (version === 'v1' && roots.has(first) && second === undefined) return redirect(request, `${path}/`)
  if (path === '/v1/agent/servers') throw new HttpError(501, 'Invalid method')
  if (!isNomads(path)) return empty(404)
  throw new HttpError(501, `${path} is part of Nomad's API but not of this server`)
}

// Nearly all paths are: they hold nothing that could be cleaned away.
function isClean(path: string): boolean {
  return path.startsWith('/') && !path.includes('//') && !path.includes('/.')
}

// Ids may hold escaped slashes and dots: only what stands in the path as it was sent is cleaned.
function cleanPath(path: string): string {
  const kept: string[] = []
  for (const segment of path.split('/')) {
    if (segment === '..') kept.pop()
    else if (segment !== '' && segment !== '.') kept.push(segment)
  }
  const isOpen = /\/\.{0,2}$/.test(path) && kept.length > 0
  return `/${kept.join('/')}${isOpen ? '/' : ''}`
}

function decodedPath(path: string): string | undefined {
  if (!path.includes('%')) return path
  try {
    return decodeURIComponent(path)
  } catch {
    return undefined
  }
}

// The root has no text beside its redirection, and writes have none at all.
function redirect({ method, query }: HttpRequest, path: string, isBare = false): HttpResponse {
  const rest = query.toString()
  const location = rest === '' ? path : `${path}?${rest}`
  const reads = method === 'GET' || method === 'HEAD'
  if (!reads && !isBare) return { status: 307, headers: { Location: location }, body: '' }
  return {
    status: 307,
    headers: { 'Content-Type': 'text/html; charset=utf-8', Location: location },
    body: `<a href="${location.replaceAll('&', '&amp;')}">Temporary Redirect</a>.\n\n`,
  }
}

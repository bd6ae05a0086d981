// Who else may read an answer: caches by encoding, and pages of other origins the few routes that Nomad opens to them.
// Rules: client-surface §2.8.

import type { HttpRequest } from './request.ts'
import { type HttpResponse, varyByEncoding } from './response.ts'

const open = /^\/v1\/(?:client\/(?:fs|stats|allocation|metadata|identity)|vars?)(?:\/|$)/

function isOpen(path: string): boolean {
  return (path.startsWith('/v1/c') || path.startsWith('/v1/v')) && open.test(path)
}

const methods: ReadonlySet<string> = new Set(['GET', 'HEAD'])
const variableMethods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'PUT', 'DELETE'])

/** The answer with what it varies by, and open to other origins where it may be. */
export function sharing(response: HttpResponse, request: HttpRequest, path: string): HttpResponse {
  if (!isOpen(path)) return withVary(response, varyByEncoding)
  const shared = request.headers.has('origin') ? origins : {}
  return { ...response, headers: { ...response.headers, ...shared, Vary: 'Accept-Encoding, Origin' } }
}

function withVary(response: HttpResponse, vary: string): HttpResponse {
  const { headers } = response
  return headers['Vary'] === vary ? response : { ...response, headers: { ...headers, Vary: vary } }
}

const origins = { 'Access-Control-Allow-Credentials': 'true', 'Access-Control-Allow-Origin': '*' } as const

/** The answer to a browser that asks whether it may ask; undefined for every other request. */
export function preflight(request: HttpRequest, path: string): HttpResponse | undefined {
  if (request.method !== 'OPTIONS' || !isOpen(path)) return undefined
  const { headers } = request
  const asked = headers.get('access-control-request-method')
  if (asked === undefined) return undefined
  const allowed = /^\/v1\/vars?(?:\/|$)/.test(path) ? variableMethods : methods
  if (!headers.has('origin') || !allowed.has(asked)) return { status: 204, headers: {}, body: '' }
  const names = headers.get('access-control-request-headers')
  return {
    status: 204,
    headers: {
      'Access-Control-Allow-Methods': asked,
      ...(names === undefined ? {} : { 'Access-Control-Allow-Headers': names }),
    },
    body: '',
  }
}

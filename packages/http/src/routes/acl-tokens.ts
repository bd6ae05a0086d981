// Tokens over HTTP. New ids and secrets come from the system's random source, never from the log's seed.
// Rules: client-surface §1.4, oracle/README-http §5, the recorded stories `acl-tokens` and `acl-bootstrap`.

import { randomUUID } from 'node:crypto'
import {
  type AclToken,
  isRefusal,
  type Json,
  type JsonObject,
  type Micros,
  micros,
  type RoleLink,
  type State,
  zero,
} from '@cutover/core'
import { admitAclToken, findAclToken, listAclTokens } from '@cutover/core/access'
import { parseDuration } from '@cutover/core/job-documents'
import { openAccess, permissionDenied } from '../access.ts'
import { type Api, type Handler, read, refusalError, submit } from '../api.ts'
import { bodyFields, type HttpRequest, objectsOf, queryFlag, readOptions, textOf, textsOf } from '../request.ts'
import { aclTokenBody, bootstrapBody } from '../request-bodies.ts'
import { empty, HttpError, type HttpResponse, json, metaHeaders } from '../response.ts'
import { wireNobody, wireToken, wireTokenStub } from '../wire/acl.ts'

/** Refuses whatever needs access control while it is off. */
export function requireAcl({ settings }: Api): void {
  if (settings.acl !== true) throw new HttpError(400, 'ACL support disabled')
}

export const bootstrap: Handler = async (api, request) => {
  requireAcl(api)
  const secretId = bootstrapSecret(request) || randomUUID()
  const accessorId = randomUUID()
  return submit(api, request, { type: 'BootstrapAcl', accessorId, secretId }, ({ index }, after) =>
    stored(after, accessorId, index),
  )
}

function bootstrapSecret(request: HttpRequest): string {
  if (request.body === '') return ''
  try {
    return textOf(bodyFields(request, bootstrapBody), 'BootstrapSecret')
  } catch (error) {
    if (!(error instanceof HttpError)) throw error
    throw new HttpError(error.status, `failed to decode request body: ${error.message}`)
  }
}

export const listAll: Handler = (api, request) => {
  const { prefix } = readOptions(request)
  const onlyGlobal = queryFlag(request, 'global')
  requireAcl(api)
  return read(api, request, {
    find: (state) => listAclTokens(state, prefix),
    tables: ['aclTokens'],
    body: (tokens) => tokens.filter(({ global }) => global || !onlyGlobal).map(wireTokenStub),
  })
}

export const getSelf: Handler = (api, request) => {
  const { access = openAccess } = request
  if (api.settings.acl !== true)
    return json(wireNobody('acls-disabled', 'ACLs disabled token', null), metaHeaders({ index: 0 }))
  readOptions(request)
  access.permit()
  const { token } = access.caller()
  if (token) return readToken(api, request, token.accessorId)
  return json(wireNobody('anonymous', 'Anonymous Token', ['anonymous']), metaHeaders({ index: 0 }))
}

export const getOne: Handler = (api, request, [id = '']) => {
  if (id === '') throw new HttpError(400, missingAccessor)
  requireAcl(api)
  const { access = openAccess } = request
  access.permit()
  const { token, permissions } = access.caller()
  if (!permissions.management && token?.accessorId !== id.toLowerCase()) throw permissionDenied()
  return readToken(api, request, id)
}

const missingAccessor = 'Missing Token Accessor'

function readToken(api: Api, request: HttpRequest, id: string): ReturnType<Handler> {
  return read(api, request, {
    find: (state) => findAclToken(state, id),
    tables: ['aclTokens'],
    body: (token) => token && wireToken(token),
    missing: 'ACL token not found',
  })
}

export const put: Handler = async (api, request, [id]) => {
  if (id === '') throw new HttpError(400, missingAccessor)
  const body = bodyFields(request, aclTokenBody)
  const named = textOf(body, 'AccessorID')
  if (id !== undefined && named !== id) throw new HttpError(400, 'ACL token accessor does not match request path')
  const life = { expirationTtl: ttlOf(body['ExpirationTTL']), expirationTime: instantOf(body['ExpirationTime']) }
  requireAcl(api)
  const fresh = { accessorId: randomUUID(), secretId: randomUUID() }
  request.access?.permit()
  const asked = {
    accessorId: named.toLowerCase(),
    fresh,
    name: textOf(body, 'Name'),
    tokenType: textOf(body, 'Type'),
    policies: body['Policies'] === undefined ? undefined : textsOf(body, 'Policies'),
    roles: body['Roles'] === undefined ? undefined : objectsOf(body, 'Roles').map(roleLink),
    global: body['Global'] === true,
    ...life,
  }
  const token = admitAclToken(api.engine.read(), asked, api.clock.now())
  if (isRefusal(token)) throw refusalError(token)
  return submit(api, request, { type: 'UpsertAclTokens', tokens: [token] }, ({ index }, after) =>
    stored(after, token.accessorId, index),
  )
}

function roleLink(link: JsonObject): RoleLink {
  return { id: textOf(link, 'ID'), name: textOf(link, 'Name') }
}

// Nanoseconds, or a text such as `24h`.
function ttlOf(value: Json | undefined): number | bigint {
  if (value === undefined || value === null) return 0
  if (typeof value === 'number' || typeof value === 'bigint') return value
  if (typeof value !== 'string') throw new HttpError(400, 'invalid expiration TTL')
  if (value === '') return 0
  const parsed = parseDuration(value)
  if (!parsed.ok) throw new HttpError(400, parsed.text)
  return parsed.nanos
}

function instantOf(value: Json | undefined): Micros {
  if (value === undefined || value === null) return zero
  const at = typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value) ? Date.parse(value) : Number.NaN
  if (Number.isNaN(at)) throw new HttpError(400, `parsing time ${JSON.stringify(value)}: it is no RFC 3339 time`)
  return micros(at * 1_000)
}

export const remove: Handler = async (api, request, [id = '']) => {
  if (id === '') throw new HttpError(400, missingAccessor)
  requireAcl(api)
  return submit(api, request, { type: 'DeleteAclTokens', accessorIds: [id] }, ({ index }) =>
    empty(200, { 'X-Nomad-Index': String(index) }),
  )
}

/** Signing in by other means than a token is not part of this server. */
export const notHere: Handler = () => {
  throw new HttpError(501, 'this server knows callers by their tokens only')
}

/** There are none of what this server does not have. */
export const none: Handler = (api, request) => {
  requireAcl(api)
  return read(api, request, { find: () => ({ value: [], index: 1 }), tables: [], body: (rows) => rows })
}

function stored({ tables }: State, accessorId: string, index: number): HttpResponse {
  const token: AclToken | undefined = tables.aclTokens.get(accessorId)
  if (!token) throw new HttpError(404, 'ACL token not found')
  return json(wireToken(token), { 'X-Nomad-Index': String(index) })
}

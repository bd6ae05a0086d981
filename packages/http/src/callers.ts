// Who a request comes from: the token that it shows, found without telling by the time it takes how much of a guess was right.
// Secrets are compared by their hashes only, and nothing here keeps or prints one. Rules: client-surface §2.3.

import { createHash, timingSafeEqual } from 'node:crypto'
import type { AclToken, Micros, State, Table } from '@cutover/core'
import { anonymousPolicy, isExpired, type Permissions, permissionsOf, permissionsUnder } from '@cutover/core/access'
import { blockOf, decodeBody, readBody, textField } from '@cutover/core/job-documents'
import { type HttpRequest, textOf } from './request.ts'

/** Who asks. */
export interface Caller {
  /** Undefined: somebody without a token. */
  readonly token: AclToken | undefined
  readonly permissions: Permissions
}

/** Why a secret stands for nobody: there is no such token (any more), or it has not even the form of one. */
export type Stranger = 'unknown' | 'unreadable'

/** The secret that a request shows; empty without one. */
export function secretOf({ headers }: HttpRequest): string {
  const own = (headers.get('x-nomad-token') ?? '').trim()
  if (own !== '') return own
  const [scheme = '', secret = ''] = (headers.get('authorization') ?? '').trim().split(/\s+/)
  return scheme.toLowerCase() === 'bearer' ? secret : ''
}

const tokenBody = blockOf('WriteRequest', { SecretID: textField() })

/** The secret that a body shows; empty without one, or when the body cannot be read. */
export function secretInBody(request: HttpRequest): string {
  const read = readBody(request.body)
  const decoded = read.ok ? decodeBody(read.body, tokenBody) : read
  return decoded.ok ? textOf(decoded.value, 'SecretID') : ''
}

/** Whoever a secret stands for at an instant. */
export function callerOf(state: State, secret: string, now: Micros): Caller | Stranger {
  if (secret === '') return { token: undefined, permissions: permissionsUnder(state, [anonymousPolicy]) }
  if (!/^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$/.test(secret)) return 'unreadable'
  const token = tokenWith(state.tables.aclTokens, secret)
  if (!token || isExpired(token, now)) return 'unknown'
  return { token, permissions: cachedPermissions(state, token) }
}

/** The token with a secret. How long it takes depends on no stored secret: what is looked up and compared are hashes. */
export function tokenWith(tokens: Table<AclToken>, secret: string): AclToken | undefined {
  const hash = hashOf(secret)
  const found = byHash(tokens).get(hash.toString('base64'))
  return found && timingSafeEqual(secretHash(found), hash) ? found : undefined
}

const indexes = new WeakMap<Table<AclToken>, ReadonlyMap<string, AclToken>>()
const hashes = new WeakMap<AclToken, Buffer>()

function byHash(tokens: Table<AclToken>): ReadonlyMap<string, AclToken> {
  const known = indexes.get(tokens)
  if (known) return known
  const made = new Map([...tokens].map((token) => [secretHash(token).toString('base64'), token]))
  indexes.set(tokens, made)
  return made
}

function secretHash(token: AclToken): Buffer {
  const known = hashes.get(token)
  if (known) return known
  const made = hashOf(token.secretId)
  hashes.set(token, made)
  return made
}

function hashOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest()
}

interface Permitted {
  readonly tables: readonly object[]
  readonly permissions: Permissions
}

const permitted = new WeakMap<AclToken, Permitted>()

// Made anew when any policy or role has changed.
function cachedPermissions(state: State, token: AclToken): Permissions {
  const tables = [state.tables.aclPolicies, state.tables.aclRoles]
  const known = permitted.get(token)
  if (known?.tables.every((table, at) => table === tables[at])) return known.permissions
  const permissions = permissionsOf(state, token)
  permitted.set(token, { tables, permissions })
  return permissions
}

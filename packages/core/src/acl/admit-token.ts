// Admits a token as its author sent it. Rules: client-surface §2.3, the recorded story `acl-tokens`.

import type { AclTokenDraft } from '../changes/upsert-acl-tokens.ts'
import type { AclToken, RoleLink } from '../entities/acl.ts'
import { printDuration } from '../job-document/durations.ts'
import { isRefusal, type Refusal, refuse } from '../refusal.ts'
import { refuseAtDoor } from '../refusals/doors.ts'
import type { State } from '../state.ts'
import { fromNanos, type Micros } from '../time.ts'

/** What an author says of a new token, or of the one that `accessorId` names. */
export interface AskedToken {
  /** Empty for a new token. */
  readonly accessorId: string
  /** The ids of a new token; the secret must be one that nobody can guess. */
  readonly fresh: { readonly accessorId: string; readonly secretId: string }
  readonly name: string
  /** `client` or `management`; anything else is refused. */
  readonly tokenType: string
  readonly policies: readonly string[] | undefined
  /** By id or by name. */
  readonly roles: readonly RoleLink[] | undefined
  readonly global: boolean
  /** Nanoseconds; zero without a life time. */
  readonly expirationTtl: number | bigint
  /** Zero without one; it counts before the life time. */
  readonly expirationTime: Micros
}

const nameMax = 256
const leastLife = 60_000_000_000n
const mostLife = 24n * 60n * leastLife

/** The token, ready for the change `UpsertAclTokens`; or why it is not stored. */
export function admitAclToken(state: State, asked: AskedToken, now: Micros): AclTokenDraft | Refusal {
  const { accessorId, fresh, name, global, policies, tokenType: type } = asked
  const before = accessorId === '' ? undefined : state.tables.aclTokens.get(accessorId)
  if (accessorId !== '' && !before) return refuse('acl-token-unknown', accessorId)
  const faults = [...kindFaults(asked), ...(before ? changeFaults(asked, before) : lifeFaults(asked, now))]
  if (faults.length > 0 || !isTokenType(type)) return refuseAtDoor('acl-token-invalid', faults)
  const roles = resolvedRoles(state, asked.roles)
  if (isRefusal(roles)) return roles
  const { accessorId: id, secretId } = before ?? fresh
  const life = before ?? { expirationTtl: fromNanos(asked.expirationTtl), expirationTime: asked.expirationTime }
  const { expirationTtl, expirationTime } = life
  const token = { accessorId: id, secretId, name, type, policies, ...roles, global, expirationTtl, expirationTime }
  return { ...token, exists: before !== undefined }
}

function isTokenType(type: string): type is AclToken['type'] {
  return type === 'client' || type === 'management'
}

function kindFaults({ name, tokenType: type, policies, roles }: AskedToken): readonly string[] {
  const faults = name.length > nameMax ? ['token name too long'] : []
  const isEmpty = (policies ?? []).length === 0 && (roles ?? []).length === 0
  if (!isTokenType(type)) faults.push('token type must be client or management')
  if (type === 'client' && isEmpty) faults.push('client token missing policies or roles')
  if (type === 'management' && !isEmpty) faults.push('management token cannot be associated with policies or roles')
  return faults
}

function changeFaults({ global, expirationTtl, expirationTime }: AskedToken, before: AclToken): readonly string[] {
  const isTimeKept = expirationTime === 0 || expirationTime === before.expirationTime
  return [
    ...(global === before.global ? [] : ['cannot toggle global mode']),
    ...(fromNanos(expirationTtl) === 0 || fromNanos(expirationTtl) === before.expirationTtl
      ? []
      : ['cannot update expiration TTL']),
    ...(isTimeKept ? [] : ['cannot update expiration time']),
  ]
}

function lifeFaults({ expirationTtl, expirationTime }: AskedToken, now: Micros): readonly string[] {
  const ttl = BigInt(expirationTtl)
  if (ttl < 0n) return [`token expiration TTL '${printDuration(ttl)}' should not be negative`]
  const life = expirationTime === 0 ? ttl : BigInt(expirationTime - now) * 1_000n
  if (life === 0n && expirationTime === 0) return []
  if (life < 0n) return ['expiration time cannot be before create time']
  if (life > mostLife)
    return [`expiration time cannot be more than ${printDuration(mostLife)} in the future (was ${printDuration(life)})`]
  if (life < leastLife)
    return [
      `expiration time cannot be less than ${printDuration(leastLife)} in the future (was ${printDuration(life)})`,
    ]
  return []
}

function resolvedRoles(
  { tables }: State,
  links: readonly RoleLink[] | undefined,
): { readonly roles: readonly RoleLink[] | undefined } | Refusal {
  if (!links) return { roles: undefined }
  const roles = new Map<string, RoleLink>()
  for (const { id, name } of links) {
    const [named] = tables.aclRoles.by('name', name)
    const role = id === '' ? named : tables.aclRoles.get(id)
    if (!role) return refuse('acl-role-unknown', id === '' ? name : id)
    roles.set(role.id, { id: role.id, name: role.name })
  }
  return { roles: [...roles.values()] }
}

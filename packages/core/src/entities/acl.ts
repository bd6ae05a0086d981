// Who may do what: policies, roles that bundle them, and tokens that carry either. A token's secret is stored as it was given out,
// because its owner may read it again; whatever prints the state leaves it out. Rules: client-surface §2.3.

import type { JsonObject } from '../json.ts'
import type { Micros } from '../time.ts'

/** A policy. `rules` is its text; `acl/policy-rules.ts` reads it. */
export interface AclPolicy {
  readonly name: string
  readonly description: string
  readonly rules: string
  /** The job whose tasks the policy is for, as it was sent. */
  readonly jobAcl: JsonObject | undefined
  readonly createIndex: number
  readonly modifyIndex: number
}

/** A role: policies under a name of their own. */
export interface AclRole {
  readonly id: string
  readonly name: string
  readonly description: string
  readonly policies: readonly string[]
  readonly createIndex: number
  readonly modifyIndex: number
}

/** Which role a token has. */
export interface RoleLink {
  readonly id: string
  readonly name: string
}

/** A token. `accessorId` names it, `secretId` is what its owner shows. */
export interface AclToken {
  readonly accessorId: string
  readonly secretId: string
  readonly name: string
  readonly type: 'client' | 'management'
  /** Of client tokens; undefined when none were given. They need not exist. */
  readonly policies: readonly string[] | undefined
  readonly roles: readonly RoleLink[] | undefined
  readonly global: boolean
  readonly createTime: Micros
  /** Zero: never. */
  readonly expirationTime: Micros
  /** The life time that was asked for; zero without one. */
  readonly expirationTtl: Micros
  readonly createIndex: number
  readonly modifyIndex: number
}

/** Whether a token is over. */
export function isExpired({ expirationTime }: AclToken, now: Micros): boolean {
  return expirationTime !== 0 && expirationTime <= now
}

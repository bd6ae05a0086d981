// Creates or changes roles. One that was deleted meanwhile does not come back. Rules: client-surface §2.3.

import { type Draft, record } from '../draft.ts'
import type { AclRole } from '../entities/acl.ts'
import { type Refusal, refuse } from '../refusal.ts'

/** A role as it is to be, as `admitAclRole` of the subpath `access` admitted it. */
export type AclRoleDraft = Omit<AclRole, 'createIndex' | 'modifyIndex'> & {
  /** It is there already. */
  readonly exists: boolean
}

/** The roles as they are to be. */
export interface UpsertAclRoles {
  readonly roles: readonly AclRoleDraft[]
}

export function applyUpsertAclRoles(draft: Draft, { roles }: UpsertAclRoles): Refusal | undefined {
  for (const { exists, ...role } of roles) {
    const before = draft.tables.aclRoles.get(role.id)
    if (exists && !before) return refuse('acl-role-unknown', role.id)
    const createIndex = before?.createIndex ?? draft.index
    record(draft, { type: 'AclRoleUpserted', role: { ...role, createIndex, modifyIndex: draft.index } })
  }
  return undefined
}

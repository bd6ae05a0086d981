// Creates or changes roles. Rules: client-surface §2.3.

import { type Draft, record } from '../draft.ts'
import type { AclRole } from '../entities/acl.ts'

/** A role as it is to be. */
export type AclRoleDraft = Omit<AclRole, 'createIndex' | 'modifyIndex'>

/** The roles as they are to be. */
export interface UpsertAclRoles {
  readonly roles: readonly AclRoleDraft[]
}

export function applyUpsertAclRoles(draft: Draft, { roles }: UpsertAclRoles): undefined {
  for (const role of roles) {
    const createIndex = draft.tables.aclRoles.get(role.id)?.createIndex ?? draft.index
    record(draft, { type: 'AclRoleUpserted', role: { ...role, createIndex, modifyIndex: draft.index } })
  }
}

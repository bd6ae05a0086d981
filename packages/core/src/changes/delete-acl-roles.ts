// Deletes roles; what is not there keeps all of them. Tokens keep their links, which then lead nowhere.

import { type Draft, record } from '../draft.ts'
import { type Refusal, refuse } from '../refusal.ts'

/** The ids of the roles. */
export interface DeleteAclRoles {
  readonly ids: readonly string[]
}

export function applyDeleteAclRoles(draft: Draft, { ids }: DeleteAclRoles): Refusal | undefined {
  const missing = ids.find((id) => !draft.tables.aclRoles.has(id))
  if (missing !== undefined) return refuse('acl-role-unknown', missing)
  for (const id of ids) record(draft, { type: 'AclRoleDeleted', id })
  return undefined
}

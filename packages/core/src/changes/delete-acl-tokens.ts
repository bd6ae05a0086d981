// Deletes tokens; what is not there keeps all of them. Rules: the recorded story `acl-tokens`.

import { type Draft, record } from '../draft.ts'
import { type Refusal, refuse } from '../refusal.ts'

/** The accessors of the tokens. */
export interface DeleteAclTokens {
  readonly accessorIds: readonly string[]
}

export function applyDeleteAclTokens(draft: Draft, { accessorIds }: DeleteAclTokens): Refusal | undefined {
  const missing = accessorIds.filter((accessorId) => !draft.tables.aclTokens.has(accessorId))
  if (missing.length > 0) return refuse('acl-tokens-missing', missing)
  for (const accessorId of accessorIds) record(draft, { type: 'AclTokenDeleted', accessorId })
  return undefined
}

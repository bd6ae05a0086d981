// How each fact about policies, roles and tokens changes the tables. Rules: client-surface §2.3.

import type { Draft } from '../draft.ts'
import type { Folds } from '../evolve.ts'
import type { AclToken } from './acl.ts'
import type { AclEvents } from './acl-events.ts'

export const aclFolds: Folds<keyof AclEvents> = {
  AclPolicyUpserted: (draft, { policy }) => {
    draft.tables.aclPolicies = draft.tables.aclPolicies.set(policy, draft.edit)
    draft.indexes.acl_policy = draft.index
  },
  AclPolicyDeleted: (draft, { name }) => {
    draft.tables.aclPolicies = draft.tables.aclPolicies.delete(name, draft.edit)
    draft.indexes.acl_policy = draft.index
  },
  AclRoleUpserted: (draft, { role }) => {
    draft.tables.aclRoles = draft.tables.aclRoles.set(role, draft.edit)
    draft.indexes.acl_roles = draft.index
  },
  AclRoleDeleted: (draft, { id }) => {
    draft.tables.aclRoles = draft.tables.aclRoles.delete(id, draft.edit)
    draft.indexes.acl_roles = draft.index
  },
  AclTokenUpserted: (draft, { token }) => setToken(draft, token),
  AclTokenDeleted: (draft, { accessorId }) => {
    draft.tables.aclTokens = draft.tables.aclTokens.delete(accessorId, draft.edit)
    draft.indexes.acl_token = draft.index
  },
  AclBootstrapped: (draft, { token }) => {
    setToken(draft, token)
    draft.indexes.acl_token_bootstrap = draft.index
  },
}

function setToken(draft: Draft, token: AclToken): void {
  draft.tables.aclTokens = draft.tables.aclTokens.set(token, draft.edit)
  draft.indexes.acl_token = draft.index
}

// Stores a role. Rules: client-surface §2.3.

import type { AclRoleDraft } from '../changes/upsert-acl-roles.ts'
import { type Proposal, propose } from '../proposal.ts'
import { type Refusal, refuse } from '../refusal.ts'
import type { State } from '../state.ts'
import { descriptionFaults, isAclName } from './put-acl-policy.ts'

/** Asks to create a role under a new id, or to change the one that has the id. */
export interface PutAclRole {
  readonly role: AclRoleDraft
  /** The role is expected to be there. */
  readonly exists: boolean
}

export function decidePutAclRole({ tables }: State, { role, exists }: PutAclRole): Proposal | Refusal {
  if (exists && !tables.aclRoles.has(role.id)) return refuse('acl-role-unknown', role.id)
  const faults = [
    ...(isAclName(role.name) ? [] : [`invalid name '${role.name}'`]),
    ...descriptionFaults(role.description),
    ...(role.policies.length > 0 ? [] : ['at least one policy should be specified']),
  ]
  if (faults.length > 0) return refuse('acl-role-invalid', faults)
  const [namesake] = tables.aclRoles.by('name', role.name)
  if (namesake && namesake.id !== role.id) return refuse('acl-role-name-taken', role.name)
  const missing = role.policies.find((policy) => !tables.aclPolicies.has(policy))
  if (missing !== undefined) return refuse('acl-role-policy-missing', missing)
  const policies = [...new Set(role.policies)]
  return propose({ type: 'UpsertAclRoles', roles: [{ ...role, policies }] })
}

// Admits a role as its author sent it. Rules: client-surface §2.3.

import type { AclRoleDraft } from '../changes/upsert-acl-roles.ts'
import { type Refusal, refuse } from '../refusal.ts'
import { refuseAtDoor } from '../refusals/doors.ts'
import type { State } from '../state.ts'
import { descriptionFaults, nameFaults } from './names.ts'

/** The role, ready for the change `UpsertAclRoles`; or why it is not stored. */
export function admitAclRole({ tables }: State, role: AclRoleDraft): AclRoleDraft | Refusal {
  if (role.exists && !tables.aclRoles.has(role.id)) return refuse('acl-role-unknown', role.id)
  const faults = [
    ...nameFaults(role.name),
    ...descriptionFaults(role.description),
    ...(role.policies.length > 0 ? [] : ['at least one policy should be specified']),
  ]
  if (faults.length > 0) return refuseAtDoor('acl-role-invalid', faults)
  const [namesake] = tables.aclRoles.by('name', role.name)
  if (namesake && namesake.id !== role.id) return refuseAtDoor('acl-role-name-taken', role.name)
  const missing = role.policies.find((policy) => !tables.aclPolicies.has(policy))
  if (missing !== undefined) return refuseAtDoor('acl-role-policy-missing', missing)
  return { ...role, policies: [...new Set(role.policies)] }
}

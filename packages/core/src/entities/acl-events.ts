// What happens to policies, roles and tokens. Rules: client-surface §2.3.

import type { AclPolicy, AclRole, AclToken } from './acl.ts'

/** ACL event type → what it carries. */
export interface AclEvents {
  AclPolicyUpserted: { readonly policy: AclPolicy }
  /** The list is newer even if there was no such policy. */
  AclPolicyDeleted: { readonly name: string }
  AclRoleUpserted: { readonly role: AclRole }
  AclRoleDeleted: { readonly id: string }
  AclTokenUpserted: { readonly token: AclToken }
  AclTokenDeleted: { readonly accessorId: string }
  /** The first management token; it cannot happen twice. */
  AclBootstrapped: { readonly token: AclToken }
}

// The tables of policies, roles and tokens, and their indexes.

import { Table } from '../table.ts'
import type { AclPolicy, AclRole, AclToken } from './acl.ts'

/** The part of the state that says who may do what. */
export interface AclTables {
  readonly aclPolicies: Table<AclPolicy>
  readonly aclRoles: Table<AclRole>
  readonly aclTokens: Table<AclToken>
}

/** The last index that concerned each, by Nomad's name. */
export interface AclIndexes {
  readonly acl_policy: number
  readonly acl_roles: number
  readonly acl_token: number
  /** When the first management token was made; zero: not yet. */
  readonly acl_token_bootstrap: number
}

/** Nothing was written yet. */
export const noAclIndexes: AclIndexes = { acl_policy: 0, acl_roles: 0, acl_token: 0, acl_token_bootstrap: 0 }

/** The empty tables. */
export function aclTables(): AclTables {
  return {
    aclPolicies: Table.empty<AclPolicy>({
      name: 'aclPolicies',
      key: (row) => row.name,
      modifyIndex: (row) => row.modifyIndex,
    }),
    aclRoles: Table.empty<AclRole>({
      name: 'aclRoles',
      key: (row) => row.id,
      modifyIndex: (row) => row.modifyIndex,
      secondary: { name: { value: (row) => row.name } },
    }),
    aclTokens: Table.empty<AclToken>({
      name: 'aclTokens',
      key: (row) => row.accessorId,
      modifyIndex: (row) => row.modifyIndex,
    }),
  }
}

// Pure reads of policies, roles and tokens. Rules: client-surface §2.3.

import { allPermissions, mergePolicies, type Permissions } from '../acl/permissions.ts'
import { type PolicyRules, readPolicyRules } from '../acl/policy-rules.ts'
import type { AclPolicy, AclRole, AclToken } from '../entities/acl.ts'
import { storedId, uuidFault, uuidPrefixFault } from '../entities/uuid.ts'
import type { Refusal } from '../refusal.ts'
import { refuseAtDoor } from '../refusals/doors.ts'
import type { State } from '../state.ts'
import type { Found } from './found.ts'

/** The policy that a caller without a token has, if somebody wrote one of this name. */
export const anonymousPolicy = 'anonymous'

/** The names of all policies of a token, its roles' included; some may not exist. */
export function policyNamesOf({ tables }: State, token: AclToken): readonly string[] {
  const ofRoles = (token.roles ?? []).flatMap(({ id }) => tables.aclRoles.get(id)?.policies ?? [])
  return [...new Set([...(token.policies ?? []), ...ofRoles])]
}

/** What a token permits. */
export function permissionsOf(state: State, token: AclToken): Permissions {
  return token.type === 'management' ? allPermissions : permissionsUnder(state, policyNamesOf(state, token))
}

/** What policies permit; those that do not exist permit nothing. */
export function permissionsUnder({ tables }: State, names: readonly string[]): Permissions {
  return mergePolicies(
    names.flatMap((name) => {
      const policy = tables.aclPolicies.get(name)
      return policy ? [rulesOf(policy)] : []
    }),
  )
}

const read = new WeakMap<AclPolicy, PolicyRules>()
const noRules: PolicyRules = { namespaces: [], nodePools: [], hostVolumes: [], single: {} }

function rulesOf(policy: AclPolicy): PolicyRules {
  const rules = read.get(policy) ?? readRules(policy)
  read.set(policy, rules)
  return rules
}

// A stored policy was readable when it was stored.
function readRules(policy: AclPolicy): PolicyRules {
  const rules = readPolicyRules(policy.rules)
  return 'fault' in rules ? noRules : rules
}

/** One token by its accessor; the index of the table when there is none. */
export function findAclToken({ tables, indexes }: State, accessorId: string): Found<AclToken | undefined> | Refusal {
  const fault = uuidFault(accessorId)
  if (fault !== undefined) return refuseAtDoor('acl-token-lookup', fault)
  const value = tables.aclTokens.get(storedId(accessorId))
  return { value, index: value?.modifyIndex ?? indexes.acl_token }
}

/** Tokens in the order of their accessors, or of their age without a prefix. */
export function listAclTokens({ tables, indexes }: State, prefix: string): Found<readonly AclToken[]> | Refusal {
  const fault = uuidPrefixFault(prefix)
  if (fault !== undefined) return refuseAtDoor('acl-token-lookup', fault)
  const digits = storedId(prefix).replaceAll('-', '')
  const found = [...tables.aclTokens].filter(({ accessorId }) => accessorId.replaceAll('-', '').startsWith(digits))
  const value = digits === '' ? found.sort((a, b) => a.createIndex - b.createIndex) : found
  return { value, index: Math.max(1, indexes.acl_token) }
}

/** Policies in the order of their names, only those of a set when one is given. */
export function listAclPolicies(
  { tables, indexes }: State,
  prefix: string,
  visible: ReadonlySet<string> | undefined,
): Found<readonly AclPolicy[]> {
  const value = [...tables.aclPolicies].filter(
    ({ name }) => name.startsWith(prefix) && (visible === undefined || visible.has(name)),
  )
  return { value, index: Math.max(1, indexes.acl_policy) }
}

/** Roles in the order of their ids, only those of a set when one is given. */
export function listAclRoles(
  { tables, indexes }: State,
  prefix: string,
  visible: ReadonlySet<string> | undefined,
): Found<readonly AclRole[]> {
  const value = [...tables.aclRoles].filter(
    ({ id }) => id.startsWith(prefix) && (visible === undefined || visible.has(id)),
  )
  return { value, index: Math.max(1, indexes.acl_roles) }
}

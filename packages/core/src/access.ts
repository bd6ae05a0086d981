// The subpath `access`: what policies say and what tokens permit. Apart from the public list of the core, because only who lets
// strangers in needs it.

export { admitAclPolicy } from './acl/admit-policy.ts'
export { admitAclRole } from './acl/admit-role.ts'
export { type AskedToken, admitAclToken } from './acl/admit-token.ts'
export type { NamespaceCapability } from './acl/capabilities.ts'
export { namespaceCapabilities } from './acl/capabilities.ts'
export {
  allPermissions,
  mayInNamespace,
  mayListVariables,
  mayRead,
  maySeeNamespace,
  maySeeNodePool,
  mayUseVariable,
  mayWrite,
  mergePolicies,
  type Permissions,
} from './acl/permissions.ts'
export { type NamedRule, type PolicyRules, readPolicyRules, singleRules } from './acl/policy-rules.ts'
export { isExpired } from './entities/acl.ts'
export {
  anonymousPolicy,
  findAclToken,
  listAclPolicies,
  listAclRoles,
  listAclTokens,
  permissionsOf,
  permissionsUnder,
  policyNamesOf,
} from './queries/acl.ts'

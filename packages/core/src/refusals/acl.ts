// The refusals of commands about policies, roles and tokens. Rules: client-surface §2.3, the recorded stories `acl-*`.

import type { RefusalTexts } from './texts.ts'

/** Refusal code → the parts of its text, in the order in which the text names them. */
export interface AclRefusals {
  'acl-bootstrapped': [index: number]
  'acl-secret-invalid': []
  'acl-token-unknown': [accessor: string]
  'acl-tokens-missing': [accessors: readonly string[]]
  'acl-role-unknown': [role: string]
}

/** Refusal code → the exact text. */
export const aclRefusals: RefusalTexts<AclRefusals> = {
  'acl-bootstrapped': (index) => `ACL bootstrap already done (reset index: ${index})`,
  'acl-secret-invalid': () => 'invalid acl token',
  'acl-token-unknown': (accessor) => `cannot find token ${accessor}`,
  'acl-tokens-missing': (accessors) => `Cannot delete nonexistent tokens: ${accessors.join(', ')}`,
  'acl-role-unknown': (role) => `cannot find role ${role}`,
}

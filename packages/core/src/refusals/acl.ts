// The refusals of commands about policies, roles and tokens. Rules: client-surface §2.3, the recorded stories `acl-*`.

import { errorList } from '../error-list.ts'
import type { RefusalTexts } from './texts.ts'

/** Refusal code → the parts of its text, in the order in which the text names them. */
export interface AclRefusals {
  'acl-bootstrapped': [index: number]
  'acl-secret-invalid': []
  'acl-policy-invalid': [faults: readonly string[]]
  'acl-token-invalid': [faults: readonly string[]]
  'acl-token-unknown': [accessor: string]
  'acl-tokens-missing': [accessors: readonly string[]]
  'acl-token-lookup': [fault: string]
  'acl-role-invalid': [faults: readonly string[]]
  'acl-role-unknown': [role: string]
  'acl-role-name-taken': [name: string]
  'acl-role-policy-missing': [policy: string]
}

/** Refusal code → the exact text. */
export const aclRefusals: RefusalTexts<AclRefusals> = {
  'acl-bootstrapped': (index) => `ACL bootstrap already done (reset index: ${index})`,
  'acl-secret-invalid': () => 'invalid acl token',
  'acl-policy-invalid': (faults) => `policy 0 invalid: ${errorList(faults)}`,
  'acl-token-invalid': (faults) => `token 0 invalid: ${errorList(faults)}`,
  'acl-token-unknown': (accessor) => `cannot find token ${accessor}`,
  'acl-tokens-missing': (accessors) => `Cannot delete nonexistent tokens: ${accessors.join(', ')}`,
  'acl-token-lookup': (fault) => `acl token lookup failed: ${fault}`,
  'acl-role-invalid': (faults) => `role 0 invalid: ${errorList(faults)}`,
  'acl-role-unknown': (role) => `cannot find role ${role}`,
  'acl-role-name-taken': (name) => `role with name ${name} already exists`,
  'acl-role-policy-missing': (policy) => `cannot find policy ${policy}`,
}

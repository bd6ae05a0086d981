// The refusals of what stands before the core: admission of policies, roles and tokens, requests with keys, filters.
// Apart from the others, because no rollout brings them along. Rules: client-surface §2.3, §2.4, §2.6.

import { errorList } from '../error-list.ts'
import type { Refusal } from '../refusal.ts'
import type { RefusalTexts } from './texts.ts'

/** Refusal code → the parts of its text, in the order in which the text names them. */
export interface DoorRefusals {
  'acl-policy-invalid': [faults: readonly string[]]
  'acl-token-invalid': [faults: readonly string[]]
  'acl-token-lookup': [fault: string]
  'acl-role-invalid': [faults: readonly string[]]
  'acl-role-name-taken': [name: string]
  'acl-role-policy-missing': [policy: string]
  'idempotency-key-reused': []
  'filter-unreadable': [fault: string]
  'filter-fails': [fault: string]
}

/** Refusal code → the exact text. */
const doorRefusals: RefusalTexts<DoorRefusals> = {
  'acl-policy-invalid': (faults) => `policy 0 invalid: ${errorList(faults)}`,
  'acl-token-invalid': (faults) => `token 0 invalid: ${errorList(faults)}`,
  'acl-token-lookup': (fault) => `acl token lookup failed: ${fault}`,
  'acl-role-invalid': (faults) => `role 0 invalid: ${errorList(faults)}`,
  'acl-role-name-taken': (name) => `role with name ${name} already exists`,
  'acl-role-policy-missing': (policy) => `cannot find policy ${policy}`,
  'idempotency-key-reused': () => 'the idempotency key was used for another request',
  'filter-unreadable': (fault) => `failed to create result paginator: failed to read filter expression: ${fault}`,
  'filter-fails': (fault) => `failed to read result page: ${fault}`,
}

/** A refusal for one of these reasons, with the parts of its text. */
export function refuseAtDoor<C extends keyof DoorRefusals>(code: C, ...parts: DoorRefusals[C]): Refusal {
  return { refused: true, code, text: doorRefusals[code](...parts) }
}

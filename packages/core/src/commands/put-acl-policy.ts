// Stores a policy as its author sent it. Rules: client-surface §2.3, the recorded story `acl-policies`.

import { readPolicyRules } from '../acl/policy-rules.ts'
import type { AclPolicyDraft } from '../changes/upsert-acl-policies.ts'
import { type Proposal, propose } from '../proposal.ts'
import { type Refusal, refuse } from '../refusal.ts'
import type { State } from '../state.ts'

/** Asks to create or change a policy; all its faults are told at once. */
export interface PutAclPolicy {
  readonly policy: AclPolicyDraft
}

const descriptionMax = 256

export function decidePutAclPolicy(_state: State, { policy }: PutAclPolicy): Proposal | Refusal {
  const rules = readPolicyRules(policy.rules)
  const faults = [
    ...(isAclName(policy.name) ? [] : [`invalid name '${policy.name}'`]),
    ...('fault' in rules ? [`failed to parse rules: ${rules.fault}`] : []),
    ...descriptionFaults(policy.description),
  ]
  if (faults.length > 0) return refuse('acl-policy-invalid', faults)
  return propose({ type: 'UpsertAclPolicies', policies: [policy] })
}

/** Whether a policy or a role may be called so. */
export function isAclName(name: string): boolean {
  return /^[a-zA-Z0-9-]{1,128}$/.test(name)
}

/** What is wrong with a description. */
export function descriptionFaults(description: string): readonly string[] {
  return description.length > descriptionMax ? [`description longer than ${descriptionMax}`] : []
}

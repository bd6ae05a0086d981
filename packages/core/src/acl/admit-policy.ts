// Admits a policy as its author sent it: only what can be read is stored. Rules: the recorded story `acl-policies`.

import type { AclPolicyDraft } from '../changes/upsert-acl-policies.ts'
import type { Refusal } from '../refusal.ts'
import { refuseAtDoor } from '../refusals/doors.ts'
import { descriptionFaults, nameFaults } from './names.ts'
import { readPolicyRules } from './policy-rules.ts'

/** The policy, ready for the change `UpsertAclPolicies`; or all its faults at once. */
export function admitAclPolicy(policy: AclPolicyDraft): AclPolicyDraft | Refusal {
  const rules = readPolicyRules(policy.rules)
  const faults = [
    ...nameFaults(policy.name),
    ...('fault' in rules ? [`failed to parse rules: ${rules.fault}`] : []),
    ...descriptionFaults(policy.description),
  ]
  return faults.length > 0 ? refuseAtDoor('acl-policy-invalid', faults) : policy
}

// Deletes policies; deleting what is not there is no fault. Rules: the recorded story `acl-policies`.

import { type Draft, record } from '../draft.ts'

/** The names of the policies. */
export interface DeleteAclPolicies {
  readonly names: readonly string[]
}

export function applyDeleteAclPolicies(draft: Draft, { names }: DeleteAclPolicies): undefined {
  for (const name of names) record(draft, { type: 'AclPolicyDeleted', name })
}

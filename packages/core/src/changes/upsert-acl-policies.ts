// Creates or changes policies. Rules: client-surface §2.3.

import { type Draft, record } from '../draft.ts'
import type { AclPolicy } from '../entities/acl.ts'

/** A policy as it is to be. */
export type AclPolicyDraft = Omit<AclPolicy, 'createIndex' | 'modifyIndex'>

/** The policies as they are to be. */
export interface UpsertAclPolicies {
  readonly policies: readonly AclPolicyDraft[]
}

export function applyUpsertAclPolicies(draft: Draft, { policies }: UpsertAclPolicies): undefined {
  for (const policy of policies) {
    const createIndex = draft.tables.aclPolicies.get(policy.name)?.createIndex ?? draft.index
    record(draft, { type: 'AclPolicyUpserted', policy: { ...policy, createIndex, modifyIndex: draft.index } })
  }
}

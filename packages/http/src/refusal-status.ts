// Refusal code → HTTP status: what the core rejects is a 500, as Nomad has it, but for the few that its HTTP layer knows better.
// Rules: client-surface §2.10.

import type { Refusal, RefusalCode } from '@cutover/core'

/** The status of an answer to a refused command or read. Scale's refusals and missing objects of some routes differ. */
export function refusalStatus(refusal: Refusal): number {
  return statuses.get(refusal.code) ?? 500
}

const statuses: ReadonlyMap<RefusalCode, number> = new Map([
  ['idempotency-key-reused', 422],
  ['scale-group-missing', 400],
  ['scale-count-negative', 400],
  ['scale-count-with-error', 400],
  ['scale-job-missing', 404],
  ['scale-system-job', 400],
  ['scale-group-unknown', 400],
  ['scale-below-minimum', 400],
  ['scale-above-maximum', 400],
  ['scale-deployment-active', 400],
  ['acl-bootstrapped', 400],
  ['acl-secret-invalid', 400],
  ['acl-policy-invalid', 400],
  ['acl-token-invalid', 400],
  ['acl-token-unknown', 400],
  ['acl-tokens-missing', 400],
  ['acl-role-invalid', 400],
  ['acl-role-unknown', 400],
  ['acl-role-name-taken', 400],
  ['acl-role-policy-missing', 400],
  ['variable-changed', 409],
  ['registration-disabled', 403],
  ['scheduler-algorithm', 400],
  ['filter-unreadable', 400],
  ['filter-fails', 400],
])

// Refusal code → HTTP status: what the core rejects is a 500, as Nomad has it, but for the few that its HTTP layer knows better.
// Rules: client-surface §2.10.

import type { Refusal } from '@cutover/core'

/** The status of an answer to a refused command or read. Scale's refusals and missing objects of some routes differ. */
export function refusalStatus(refusal: Refusal): number {
  return statuses.get(refusal.code) ?? 500
}

const statuses: ReadonlyMap<string, number> = new Map()

// Deletes node pools; the first refusal keeps all of them. Jobs and nodes refer to them (semantics/1 §3.1 guard 3).

import { type Draft, record } from '../draft.ts'
import { type Refusal, refuse } from '../refusal.ts'

/** The names of the node pools. */
export interface DeleteNodePools {
  readonly names: readonly string[]
}

export function applyDeleteNodePools(draft: Draft, { names }: DeleteNodePools): Refusal | undefined {
  for (const name of names) {
    if (!draft.tables.nodePools.has(name)) return refuse('node-pool-missing', name)
    record(draft, { type: 'NodePoolDeleted', name })
  }
  return undefined
}

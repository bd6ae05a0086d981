// Creates or changes node pools. Jobs and nodes refer to them (semantics/1 §3.1 guard 3).

import { type Draft, record } from '../draft.ts'
import type { NodePool } from '../entities/namespace.ts'
import type { Refusal } from '../refusal.ts'

/** The node pools as they are to be. */
export interface UpsertNodePools {
  readonly nodePools: readonly Pick<NodePool, 'name' | 'document'>[]
}

export function applyUpsertNodePools(draft: Draft, { nodePools }: UpsertNodePools): Refusal | undefined {
  for (const { name, document } of nodePools) {
    const createIndex = draft.tables.nodePools.get(name)?.createIndex ?? draft.index
    record(draft, { type: 'NodePoolUpserted', nodePool: { name, document, createIndex, modifyIndex: draft.index } })
  }
  return undefined
}

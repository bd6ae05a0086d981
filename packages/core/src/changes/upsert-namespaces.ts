// Creates or changes namespaces. Rules: semantics/1 §3.15.

import { type Draft, record } from '../draft.ts'
import type { Namespace } from '../entities/namespace.ts'
import type { Refusal } from '../refusal.ts'

/** A namespace as it is to be. */
export type NamespaceDraft = Pick<Namespace, 'name' | 'document'>

/** The namespaces as they are to be. */
export interface UpsertNamespaces {
  readonly namespaces: readonly NamespaceDraft[]
}

export function applyUpsertNamespaces(draft: Draft, { namespaces }: UpsertNamespaces): Refusal | undefined {
  if (namespaces.length === 0) record(draft, { type: 'IndexesMoved', tables: ['namespaces'] })
  for (const { name, document } of namespaces) {
    const createIndex = draft.tables.namespaces.get(name)?.createIndex ?? draft.index
    record(draft, { type: 'NamespaceUpserted', namespace: { name, document, createIndex, modifyIndex: draft.index } })
  }
  return undefined
}

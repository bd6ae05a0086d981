// Sets or deletes a variable, if it still is what the caller has seen. Rules: client-surface §1.4.

import { type Draft, record } from '../draft.ts'
import { jobKey } from '../entities/job.ts'
import type { JsonObject } from '../json.ts'
import { type Refusal, refuse } from '../refusal.ts'

/** What becomes of a variable. */
export interface WriteVariable {
  readonly namespace: string
  readonly path: string
  /** Undefined deletes it; to delete what is not there changes nothing but the index. */
  readonly items: JsonObject | undefined
  /** The index that it was last changed at, zero if it must not be there; undefined: whatever it is. */
  readonly checkIndex: number | undefined
}

export function applyWriteVariable(draft: Draft, change: WriteVariable): Refusal | undefined {
  const { namespace, path, items, checkIndex } = change
  const { index, at } = draft
  const before = draft.tables.variables.get(jobKey(namespace, path))
  if (!draft.tables.namespaces.has(namespace)) return refuse('namespace-not-found')
  const found = before?.modifyIndex ?? 0
  if ((checkIndex ?? found) !== found) return refuse('variable-changed')
  if (items === undefined) record(draft, { type: 'VariableDeleted', namespace, path })
  else {
    const written = { namespace, path, items, modifyIndex: index, modifyTime: at }
    record(draft, { type: 'VariableSet', variable: { createIndex: index, createTime: at, ...before, ...written } })
  }
  return undefined
}

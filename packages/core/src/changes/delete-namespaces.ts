// Deletes namespaces in which nothing is alive; the first refusal keeps all of them. Rules: semantics/1 §3.15.

import { type Draft, record } from '../draft.ts'
import { jobKey } from '../entities/job.ts'
import { type Refusal, refuse } from '../refusal.ts'

/** The names of the namespaces. */
export interface DeleteNamespaces {
  readonly names: readonly string[]
}

export function applyDeleteNamespaces(draft: Draft, { names }: DeleteNamespaces): Refusal | undefined {
  if (names.length === 0) record(draft, { type: 'IndexesMoved', tables: ['namespaces'] })
  for (const name of names) {
    const refusal = whyNot(draft, name)
    if (refusal) return refusal
    record(draft, { type: 'NamespaceDeleted', name })
  }
  return undefined
}

function whyNot({ tables }: Draft, name: string): Refusal | undefined {
  if (!tables.namespaces.has(name)) return refuse('namespace-not-found')
  if (name === 'default') return refuse('default-namespace')
  for (const job of tables.jobs.prefix(jobKey(name, ''))) {
    if (job.status !== 'dead') return refuse('namespace-in-use', name, job.id)
  }
  return undefined
}

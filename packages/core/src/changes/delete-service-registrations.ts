// Takes services away: one by one, or with the allocation that offered them. Rules: semantics/1 §3.9, §3.11 row 5.

import { type Draft, record } from '../draft.ts'

/** The ids of the registrations; those that are unknown are skipped. */
export interface DeleteServiceRegistrations {
  readonly ids: readonly string[]
}

export function applyDeleteServiceRegistrations(draft: Draft, { ids }: DeleteServiceRegistrations): undefined {
  for (const id of ids) if (draft.tables.services.has(id)) record(draft, { type: 'ServiceDeregistered', id })
}

/** The allocation runs no more, or is gone: so are its services. */
export function deleteServicesOf(draft: Draft, allocationId: string): void {
  for (const { id } of [...draft.tables.services.by('allocation', allocationId)])
    record(draft, { type: 'ServiceDeregistered', id })
}

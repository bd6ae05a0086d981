// Registers services, or registers them anew. Rules: semantics/1 §6.

import { type Draft, record } from '../draft.ts'
import type { ServiceRegistration } from '../entities/service.ts'

/** The services as they are to be. */
export interface UpsertServiceRegistrations {
  readonly services: readonly Omit<ServiceRegistration, 'createIndex' | 'modifyIndex'>[]
}

export function applyUpsertServiceRegistrations(draft: Draft, { services }: UpsertServiceRegistrations): undefined {
  for (const service of services) {
    const createIndex = draft.tables.services.get(service.id)?.createIndex ?? draft.index
    record(draft, { type: 'ServiceRegistered', service: { ...service, createIndex, modifyIndex: draft.index } })
  }
}

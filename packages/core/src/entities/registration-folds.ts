// How registrations and stops change the deployments and allocations of their jobs. Rules: semantics/1 §3.1, §3.2 step 1.

import type { Folds } from '../evolve.ts'
import type { RegistrationEvents } from './registration-events.ts'

export const registrationFolds: Folds<keyof RegistrationEvents> = {
  DeploymentCarried: (draft, { deployment }) => {
    const createIndex = draft.tables.deployments.get(deployment.id)?.createIndex ?? draft.index
    const row = { ...deployment, createIndex, modifyIndex: draft.index }
    draft.tables.deployments = draft.tables.deployments.set(row, draft.edit)
    draft.indexes.deployment = draft.index
  },
  DeploymentSuperseded: (draft, { deploymentId, description }) => {
    draft.tables.deployments = draft.tables.deployments.update(
      deploymentId,
      (row) => row && { ...row, status: 'cancelled', statusDescription: description, modifyIndex: draft.index },
      draft.edit,
    )
    draft.indexes.deployment = draft.index
  },
  AllocationHurried: (draft, { allocationId }) => {
    draft.tables.allocations = draft.tables.allocations.update(
      allocationId,
      (row) =>
        row && {
          ...row,
          desiredTransition: { ...row.desiredTransition, noShutdownDelay: true },
          modifyIndex: draft.index,
          allocationModifyIndex: draft.index,
        },
      draft.edit,
    )
    draft.indexes.allocs = draft.index
  },
}

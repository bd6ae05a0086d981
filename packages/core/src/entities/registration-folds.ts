// How registrations and stops change the deployments and allocations of their jobs. Rules: semantics/1 §3.1, §3.2 step 1.

import type { Folds } from '../evolve.ts'
import { copyAllocation } from './allocation-copy.ts'
import { copyDeployment } from './deployment-copy.ts'
import type { RegistrationEvents } from './registration-events.ts'

export const registrationFolds: Folds<keyof RegistrationEvents> = {
  DeploymentCarried: (draft, { deployment }) => {
    const row = copyDeployment(deployment)
    row.createIndex = draft.tables.deployments.get(deployment.id)?.createIndex ?? draft.index
    row.modifyIndex = draft.index
    draft.tables.deployments = draft.tables.deployments.set(row, draft.edit)
    draft.indexes.deployment = draft.index
  },
  DeploymentSuperseded: (draft, { deploymentId, description }) => {
    draft.tables.deployments = draft.tables.deployments.update(
      deploymentId,
      (stored) => {
        if (!stored) return undefined
        const row = copyDeployment(stored)
        row.status = 'cancelled'
        row.statusDescription = description
        row.modifyIndex = draft.index
        return row
      },
      draft.edit,
    )
    draft.indexes.deployment = draft.index
  },
  AllocationHurried: (draft, { allocationId }) => {
    draft.tables.allocations = draft.tables.allocations.update(
      allocationId,
      (stored) => {
        if (!stored) return undefined
        const row = copyAllocation(stored)
        row.desiredTransition = { ...row.desiredTransition, noShutdownDelay: true }
        row.modifyIndex = draft.index
        row.allocationModifyIndex = draft.index
        return row
      },
      draft.edit,
    )
    draft.indexes.allocs = draft.index
  },
}

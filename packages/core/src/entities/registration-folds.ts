// How registrations and stops change the deployments and allocations of their jobs. Rules: semantics/1 §3.1, §3.2 step 1.

import type { Folds } from '../evolve.ts'
import { editAllocation } from './allocation-folds.ts'
import { copyDeployment, editDeployment } from './deployment-copy.ts'
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
    editDeployment(draft, deploymentId, (row) => {
      row.status = 'cancelled'
      row.statusDescription = description
      row.modifyIndex = draft.index
    })
    draft.indexes.deployment = draft.index
  },
  AllocationHurried: (draft, { allocationId }) =>
    editAllocation(draft, allocationId, (row) => {
      row.desiredTransition = { ...row.desiredTransition, noShutdownDelay: true }
      row.allocationModifyIndex = draft.index
    }),
}

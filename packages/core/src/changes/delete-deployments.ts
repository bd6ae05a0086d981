// Deletes deployments, active or not; their allocations keep the dangling id. Rules: semantics/1 §3.9.

import { type Draft, record } from '../draft.ts'

/** Unknown ids are skipped; the deployments' index moves unless the list is empty. */
export interface DeleteDeployments {
  readonly deploymentIds: readonly string[]
}

export function applyDeleteDeployments(draft: Draft, { deploymentIds }: DeleteDeployments): undefined {
  if (deploymentIds.length === 0) return
  for (const deploymentId of deploymentIds) {
    if (draft.tables.deployments.has(deploymentId)) record(draft, { type: 'DeploymentDeleted', deploymentId })
  }
  record(draft, { type: 'IndexesMoved', tables: ['deployment'] })
}

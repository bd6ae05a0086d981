// Copies of deployments for folds to change before anyone else sees them. All fields in one fixed order: the folds are hot, and
// one hidden class for all rows keeps them so (design §3).

import type { Draft } from '../draft.ts'
import type { Mutable } from '../mutable.ts'
import type { Deployment, DeploymentGroup } from './deployment.ts'

/** Changes a copy of a stored deployment; nothing happens when there is none. */
export function editDeployment(draft: Draft, id: string, change: (row: Mutable<Deployment>) => void): void {
  draft.tables.deployments = draft.tables.deployments.update(
    id,
    (stored) => {
      if (!stored) return undefined
      const row = copyDeployment(stored)
      change(row)
      return row
    },
    draft.edit,
  )
}

/** A copy whose fields may be set; the groups are shared. */
export function copyDeployment(row: Deployment): Mutable<Deployment> {
  return {
    id: row.id,
    namespace: row.namespace,
    jobId: row.jobId,
    jobVersion: row.jobVersion,
    jobModifyIndex: row.jobModifyIndex,
    jobSpecModifyIndex: row.jobSpecModifyIndex,
    jobCreateIndex: row.jobCreateIndex,
    isMultiregion: row.isMultiregion,
    groups: row.groups,
    status: row.status,
    statusDescription: row.statusDescription,
    evaluationPriority: row.evaluationPriority,
    createIndex: row.createIndex,
    modifyIndex: row.modifyIndex,
    createTime: row.createTime,
    modifyTime: row.modifyTime,
    watch: row.watch,
  }
}

/** A copy whose fields may be set; the list of canaries is shared. */
export function copyGroup(group: DeploymentGroup): Mutable<DeploymentGroup> {
  return {
    name: group.name,
    autoRevert: group.autoRevert,
    autoPromote: group.autoPromote,
    progressDeadline: group.progressDeadline,
    requireProgressBy: group.requireProgressBy,
    promoted: group.promoted,
    placedCanaries: group.placedCanaries,
    desiredCanaries: group.desiredCanaries,
    desiredTotal: group.desiredTotal,
    placed: group.placed,
    healthy: group.healthy,
    unhealthy: group.unhealthy,
  }
}

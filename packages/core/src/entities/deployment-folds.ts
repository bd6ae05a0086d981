// How each fact changes the deployments table. Rules: semantics/1 §3.5–3.9, §4.2.

import type { Draft } from '../draft.ts'
import type { Folds } from '../evolve.ts'
import { type Micros, plus } from '../time.ts'
import type { Deployment, DeploymentGroup, DeploymentStatus } from './deployment.ts'

export const deploymentFolds: Folds<'DeploymentPaused' | 'DeploymentResumed'> = {
  DeploymentPaused: (draft, event) => setStatus(draft, event, 'paused'),
  DeploymentResumed: (draft, event) => setStatus(draft, event, 'running'),
}

interface StatusFact {
  readonly deploymentId: string
  readonly description: string
  readonly updatedAt: Micros
}

function setStatus(draft: Draft, fact: StatusFact, status: DeploymentStatus): void {
  const restart = status === 'running' || status === 'paused'
  draft.tables.deployments = draft.tables.deployments.update(
    fact.deploymentId,
    (row) => row && withStatus(row, { fact, status, index: draft.index, restart }),
    draft.edit,
  )
  draft.indexes.deployment = draft.index
}

interface StatusChange {
  readonly fact: StatusFact
  readonly status: DeploymentStatus
  readonly index: number
  readonly restart: boolean
}

// All fields in one fixed order: this fold is hot, and one hidden class for all rows keeps it so (design §3).
function withStatus(row: Deployment, { fact, status, index, restart }: StatusChange): Deployment {
  return {
    id: row.id,
    namespace: row.namespace,
    jobId: row.jobId,
    jobVersion: row.jobVersion,
    jobModifyIndex: row.jobModifyIndex,
    jobSpecModifyIndex: row.jobSpecModifyIndex,
    jobCreateIndex: row.jobCreateIndex,
    isMultiregion: row.isMultiregion,
    groups: restart ? restartDeadlines(row.groups, fact.updatedAt) : row.groups,
    status,
    statusDescription: fact.description,
    evalPriority: row.evalPriority,
    createIndex: row.createIndex,
    modifyIndex: index,
    createTime: row.createTime,
    modifyTime: fact.updatedAt,
    watch: row.watch,
  }
}

// Pausing restarts every deadline, as resuming does, also of groups with nothing placed: semantics/3 §0, fact 6.
function restartDeadlines(groups: readonly DeploymentGroup[], at: Micros): readonly DeploymentGroup[] {
  if (groups.every((group) => group.progressDeadline === 0)) return groups
  return groups.map((group) =>
    group.progressDeadline === 0 ? group : { ...group, requireProgressBy: plus(at, group.progressDeadline) },
  )
}

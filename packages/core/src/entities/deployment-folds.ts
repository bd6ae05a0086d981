// How each fact changes the deployments table. Rules: semantics/1 §3.5–3.9.

import type { Draft } from '../draft.ts'
import type { EventMap } from '../event.ts'
import type { Folds } from '../evolve.ts'
import { type Micros, plus, zero } from '../time.ts'
import type { Deployment, DeploymentGroup, DeploymentStatus } from './deployment.ts'
import { copyDeployment, copyGroup, editDeployment } from './deployment-copy.ts'
import { countInDeployment } from './deployment-count.ts'
import type { DeploymentEvents, StatusFact } from './deployment-events.ts'

export const deploymentFolds: Folds<keyof DeploymentEvents> = {
  DeploymentCreated: putDeployment,
  DeploymentReplaced: putDeployment,
  DeploymentPaused: (draft, fact) => setStatus(draft, fact, 'paused'),
  DeploymentResumed: (draft, fact) => setStatus(draft, fact, 'running'),
  DeploymentSucceeded: (draft, fact) => setStatus(draft, fact, 'successful'),
  DeploymentFailed: (draft, fact) => setStatus(draft, fact, 'failed'),
  DeploymentCancelled: (draft, fact) => setStatus(draft, fact, 'cancelled'),
  DeploymentInitialized: (draft, fact) => setStatus(draft, fact, 'initializing'),
  DeploymentHeld: (draft, fact) => setStatus(draft, fact, 'pending'),
  DeploymentBlocked: (draft, fact) => setStatus(draft, fact, 'blocked'),
  DeploymentUnblocked: (draft, fact) => setStatus(draft, fact, 'unblocking'),
  DeploymentPromoted: (draft, event) => {
    editDeployment(draft, event.deploymentId, (row) => {
      row.groups = row.groups.map((group) => (event.groups.includes(group.name) ? promotedGroup(group, event) : group))
      row.statusDescription = event.description
      row.modifyTime = event.updatedAt
      row.modifyIndex = draft.index
    })
    draft.indexes.deployment = draft.index
  },
  AllocationCounted: (draft, { count }) => countInDeployment(draft, count),
}

/** Stores a whole deployment; one that is there already keeps its create index and what its watcher remembers. */
function putDeployment(draft: Draft, { deployment }: { readonly deployment: Deployment }): void {
  const stored = draft.tables.deployments.get(deployment.id)
  const row = copyDeployment(deployment)
  row.createIndex = stored?.createIndex ?? draft.index
  row.modifyIndex = draft.index
  row.watch = stored?.watch
  draft.tables.deployments = draft.tables.deployments.set(row, draft.edit)
  draft.indexes.deployment = draft.index
}

function setStatus(draft: Draft, fact: StatusFact, status: DeploymentStatus): void {
  editDeployment(draft, fact.deploymentId, (row) => {
    row.status = status
    row.statusDescription = fact.description
    row.modifyTime = fact.updatedAt
    row.modifyIndex = draft.index
    if (status === 'running' || status === 'paused') row.groups = restartDeadlines(row.groups, fact.updatedAt)
  })
  draft.indexes.deployment = draft.index
}

// Pausing restarts every deadline, as resuming does, also of groups with nothing placed: semantics/3 §0, fact 6.
function restartDeadlines(groups: readonly DeploymentGroup[], at: Micros): readonly DeploymentGroup[] {
  return groups.map((group) => (group.progressDeadline === 0 ? group : withDeadline(group, at)))
}

function withDeadline(stored: DeploymentGroup, at: Micros): DeploymentGroup {
  const group = copyGroup(stored)
  group.requireProgressBy = plus(at, group.progressDeadline)
  return group
}

// Promotion restarts only deadlines that run: a group with nothing placed stays without one (semantics/1 §9, case 31).
function promotedGroup(stored: DeploymentGroup, { restartedAt }: EventMap['DeploymentPromoted']): DeploymentGroup {
  const group = copyGroup(stored)
  group.promoted = true
  if (group.progressDeadline > 0 && group.requireProgressBy !== zero) {
    group.requireProgressBy = plus(restartedAt, group.progressDeadline)
  }
  return group
}

// How the write of one allocation counts in its deployment. Rules: semantics/1 §4.2, steps 7–10.

import type { Draft } from '../draft.ts'
import { later, plus, zero } from '../time.ts'
import type { DeploymentGroup } from './deployment.ts'
import { copyGroup, editDeployment } from './deployment-copy.ts'
import type { Count } from './deployment-events.ts'

/** Adds the count to the group's counters, its canaries and its deadline. */
export function countInDeployment(draft: Draft, count: Count): void {
  editDeployment(draft, count.deploymentId, (row) => {
    row.groups = row.groups.map((group) => (group.name === count.group ? countedGroup(group, count) : group))
    row.modifyIndex = draft.index
    row.modifyTime = count.modifyTime
  })
  draft.indexes.deployment = draft.index
}

function countedGroup(stored: DeploymentGroup, count: Count): DeploymentGroup {
  const group = copyGroup(stored)
  group.placed += count.placed
  group.healthy += count.healthy
  group.unhealthy += count.unhealthy
  const listed = group.placedCanaries ?? []
  if (count.canary !== '' && !listed.includes(count.canary)) group.placedCanaries = [...listed, count.canary]
  if (group.progressDeadline !== 0) group.requireProgressBy = deadlineAfter(stored, count)
  return group
}

// The first placement starts the deadline; a report of health, or the loss of it, can only move it away.
function deadlineAfter(group: DeploymentGroup, count: Count): DeploymentGroup['requireProgressBy'] {
  const { requireProgressBy, progressDeadline } = group
  if (count.placed > 0 && requireProgressBy === zero) return plus(count.modifyTime, progressDeadline)
  if (count.healthy === 0 || count.timestamp === zero) return requireProgressBy
  return later(requireProgressBy, plus(count.timestamp, progressDeadline))
}

// Writes a whole deployment, as plans carry it. There is no check that a stored one is active: a stale copy can bring a terminal
// deployment back (semantics/1 §2 Z1), only its promotions cannot be undone. Rules: semantics/1 §3.5 step 2.

import { type Draft, record } from '../draft.ts'
import { type Deployment, type DeploymentGroup, deploymentGroup } from '../entities/deployment.ts'
import { copyDeployment, copyGroup } from '../entities/deployment-copy.ts'
import { compareBytes } from '../order.ts'
import { type Refusal, refuse } from '../refusal.ts'
import { plus, zero } from '../time.ts'
import { markRolledOut } from './job-stability.ts'

/** Stores a deployment; one that is there keeps its counters, deadlines and the groups that the plan does not name. */
export function upsertDeployment(draft: Draft, planned: Deployment): Refusal | undefined {
  const stored = draft.tables.deployments.get(planned.id)
  const groups = stored ? mergedGroups(stored, planned) : planned.groups
  const sorted = [...groups].sort((a, b) => compareBytes(a.name, b.name))
  const deployment = copyDeployment(planned)
  deployment.groups = stored ? sorted : begun(draft, sorted)
  if (stored) keepStatus(draft, deployment, stored)
  if (stored?.groups.some((group) => group.promoted && !deploymentGroup(deployment, group.name)?.promoted)) {
    return refuse('promotion-undone')
  }

  record(draft, { type: stored ? 'DeploymentReplaced' : 'DeploymentCreated', deployment })
  if (deployment.status !== 'successful') return undefined
  return markRolledOut(draft, deployment)
}

// A plan has no say about the status of a deployment that is there; Nomad takes the one it saw (semantics/3 §6.2 R13).
function keepStatus({ base }: Draft, row: ReturnType<typeof copyDeployment>, stored: Deployment): void {
  if (base.quirks.revivesByStalePlan) return
  row.status = stored.status
  row.statusDescription = stored.statusDescription
}

// Nomad's groups have no deadline until something of them is placed (semantics/3 §0, fact 4).
function begun({ base, at }: Draft, groups: readonly DeploymentGroup[]): readonly DeploymentGroup[] {
  if (base.quirks.startsDeadlineAtPlacement) return groups
  return groups.map((group) =>
    group.progressDeadline === 0 || group.requireProgressBy !== zero
      ? group
      : { ...group, requireProgressBy: plus(at, group.progressDeadline) },
  )
}

function mergedGroups(stored: Deployment, planned: Deployment): readonly DeploymentGroup[] {
  const kept = stored.groups.filter(({ name }) => !deploymentGroup(planned, name))
  return [...planned.groups.map((group) => withCounters(group, deploymentGroup(stored, group.name))), ...kept]
}

function withCounters(planned: DeploymentGroup, stored: DeploymentGroup | undefined): DeploymentGroup {
  if (!stored) return planned
  const group = copyGroup(planned)
  group.healthy = stored.healthy
  group.unhealthy = stored.unhealthy
  group.placed = stored.placed
  group.requireProgressBy = stored.requireProgressBy
  return group
}

// Writes a whole deployment, as plans carry it. There is no check that a stored one is active: a stale copy can bring a terminal
// deployment back (semantics/1 §2 Z1), only its promotions cannot be undone. Rules: semantics/1 §3.5 step 2.

import { type Draft, record } from '../draft.ts'
import { type Deployment, type DeploymentGroup, deploymentGroup } from '../entities/deployment.ts'
import { jobKey } from '../entities/job.ts'
import { compareBytes } from '../order.ts'
import { type Refusal, refuse } from '../refusal.ts'
import { markRolledOut } from './job-stability.ts'

/** Stores a deployment; one that is there keeps its counters, deadlines and the groups that the plan does not name. */
export function upsertDeployment(draft: Draft, planned: Deployment): Refusal | undefined {
  const stored = draft.tables.deployments.get(planned.id)
  const groups = stored ? mergedGroups(stored, planned) : planned.groups
  const deployment = { ...planned, groups: [...groups].sort((a, b) => compareBytes(a.name, b.name)) }
  if (stored?.groups.some((group) => group.promoted && !deploymentGroup(deployment, group.name)?.promoted)) {
    return refuse('promotion-undone')
  }

  if (stored) record(draft, { type: 'DeploymentReplaced', deployment })
  else create(draft, deployment)
  if (deployment.status !== 'successful') return undefined
  return markRolledOut(draft, deployment)
}

// Its watcher goes by the job that was current when it first saw the deployment: semantics/3 §1.2.
function create(draft: Draft, deployment: Deployment): void {
  record(draft, { type: 'DeploymentCreated', deployment })
  const job = draft.tables.jobs.get(jobKey(deployment.namespace, deployment.jobId))
  record(draft, { type: 'DeploymentWatched', deploymentId: deployment.id, job })
}

function mergedGroups(stored: Deployment, planned: Deployment): readonly DeploymentGroup[] {
  const kept = stored.groups.filter(({ name }) => !deploymentGroup(planned, name))
  return [...planned.groups.map((group) => withCounters(group, deploymentGroup(stored, group.name))), ...kept]
}

function withCounters(planned: DeploymentGroup, stored: DeploymentGroup | undefined): DeploymentGroup {
  if (!stored) return planned
  const { healthy, unhealthy, placed, requireProgressBy } = stored
  return { ...planned, healthy, unhealthy, placed, requireProgressBy }
}

// Promotes a deployment's groups: their healthy canaries become ordinary allocations and the rest of the group may follow.
// Rules: semantics/1 §3.7.

import { type Draft, record } from '../draft.ts'
import { type Allocation, isTerminalAllocation } from '../entities/allocation.ts'
import { type Deployment, type DeploymentGroup, deploymentText } from '../entities/deployment.ts'
import type { Evaluation } from '../entities/evaluation.ts'
import { isRefusal, type Refusal, refuse } from '../refusal.ts'
import type { ShortGroup } from '../refusals/changes.ts'
import type { Micros } from '../time.ts'
import { activeDeployment } from './deployment-status.ts'
import { upsertEvaluation } from './upsert-evaluation.ts'

/** Promotes all groups or those named; unknown names are ignored. */
export interface PromoteDeployment {
  readonly deploymentId: string
  readonly all: boolean
  readonly groups: readonly string[]
  /** Becomes the deployment's time of modification: what the caller sent, normally zero. */
  readonly promotedAt: Micros
  readonly evaluation: Evaluation | undefined
}

/** Deadlines restart from the instant of the entry, where the original reads its clock while applying (semantics/1 §10). */
export function applyPromoteDeployment(draft: Draft, change: PromoteDeployment): Refusal | undefined {
  const deployment = activeDeployment(draft, change.deploymentId)
  if (isRefusal(deployment)) return deployment
  const selected = deployment.groups.filter(({ name }) => change.all || change.groups.includes(name))
  const canaries = healthyCanaries(draft, deployment, selected)
  const short = shortOf(selected, canaries)
  if (short.length > 0) return refuse('canaries-unhealthy', short)

  record(draft, {
    type: 'DeploymentPromoted',
    deploymentId: deployment.id,
    groups: selected.map(({ name }) => name),
    description: promotedText(deployment, selected),
    updatedAt: draft.base.quirks.clearsTimeOnPromotion ? change.promotedAt : change.promotedAt || draft.at,
    restartedAt: draft.at,
  })
  if (change.evaluation) upsertEvaluation(draft, change.evaluation)
  for (const { id } of canaries) record(draft, { type: 'CanaryPromoted', allocationId: id })
  if (canaries.length === 0) record(draft, { type: 'IndexesMoved', tables: ['allocs'] })
  return undefined
}

// An allocation counts for its own group, wherever it is listed as a canary.
function healthyCanaries(
  { tables }: Draft,
  deployment: Deployment,
  selected: readonly DeploymentGroup[],
): readonly Allocation[] {
  const groups = new Set(selected.map(({ name }) => name))
  return [...tables.allocations.by('deployment', deployment.id)].filter(
    (allocation) =>
      deployment.groups.some(({ placedCanaries }) => placedCanaries?.includes(allocation.id)) &&
      groups.has(allocation.group) &&
      !isTerminalAllocation(allocation) &&
      allocation.health?.healthy === true,
  )
}

function shortOf(selected: readonly DeploymentGroup[], canaries: readonly Allocation[]): readonly ShortGroup[] {
  return selected
    .map(({ name, desiredCanaries }) => ({
      group: name,
      healthy: canaries.filter(({ group }) => group === name).length,
      wanted: desiredCanaries,
    }))
    .filter(({ healthy, wanted }) => healthy < wanted)
}

function promotedText({ status, statusDescription, groups }: Deployment, selected: readonly DeploymentGroup[]): string {
  const waits = groups.some((group) => group.desiredCanaries > 0 && !group.promoted && !selected.includes(group))
  return status === 'running' && !waits ? deploymentText.running : statusDescription
}

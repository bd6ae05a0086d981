// Whether a deployment promotes itself now. Rules: semantics/3 §1.3.3.

import type { Allocation } from '../entities/allocation.ts'
import { type Deployment, type DeploymentGroup, requiresPromotion } from '../entities/deployment.ts'
import type { Quirks } from '../quirks.ts'

/**
 * Promotion is required, canaries are placed, and in every group with canaries exactly the desired number is healthy. One healthy
 * canary too many blocks it, unless `quirks` say otherwise (semantics/3 §0, fact 10).
 */
export function autoPromotable(deployment: Deployment, allocations: readonly Allocation[], quirks: Quirks): boolean {
  if (!requiresPromotion(deployment)) return false
  const healthy = new Set<string>()
  for (const allocation of allocations) if (allocation.health?.healthy === true) healthy.add(allocation.id)
  return deployment.groups.every((group) => canariesSettled(group, healthy, quirks))
}

function canariesSettled(
  group: DeploymentGroup,
  healthy: ReadonlySet<string>,
  { promotesOnExactCount }: Quirks,
): boolean {
  if (group.desiredCanaries < 1) return true
  if (!group.autoPromote) return false
  const settled = group.placedCanaries?.filter((id) => healthy.has(id)).length ?? 0
  return promotesOnExactCount ? settled === group.desiredCanaries : settled >= group.desiredCanaries
}

// How many allocations a group may replace in this pass. Rules: semantics/2 §2.13.

import type { GroupPass } from './pass.ts'

/** The limit before placements eat into it. Unsettled allocations of the deployment use it up; one unhealthy closes it. */
export function rollingLimit(group: GroupPass): number {
  const { current } = group.pass
  if (group.update === undefined) return group.count
  if (current === undefined) return group.update.MaxParallel
  let limit = group.update.MaxParallel
  for (const { allocation } of group.untainted) {
    if (allocation.deploymentId !== current.id) continue
    if (allocation.health?.healthy === false) return 0
    if (allocation.health?.healthy !== true) limit -= 1
  }
  return Math.max(0, limit)
}

// What a node can report in a small world: an allocation is healthy, unhealthy, or has crashed.

import { type Allocation, isActive, type State } from '@cutover/core'
import type { Move } from './move.ts'
import { ask, isDone, type Position, reportOf } from './position.ts'
import type { Searched } from './small-scope.ts'

/** The reports that may come next. */
export function nodeMoves(position: Position, searched: Searched): readonly Move[] {
  return [...position.state.tables.allocations].flatMap((allocation) => {
    if (allocation.desiredStatus !== 'run' || isDone(allocation)) return []
    return reportsOf(position.state, allocation).map((kind) => ({
      kind,
      text: `${kind} ${allocation.name} of v${allocation.job?.version}`,
      happen: () => ask(position, { type: 'ReportAllocations', reports: [said(allocation, kind, position)] }, searched),
    }))
  })
}

type Kind = 'healthy' | 'unhealthy' | 'crash'

// A node reports a health once, and only for a deployment that goes on.
function reportsOf(state: State, allocation: Allocation): readonly Kind[] {
  const deployment = state.tables.deployments.get(allocation.deploymentId)
  const isWatched = deployment !== undefined && isActive(deployment)
  if (!isWatched || allocation.health?.healthy !== undefined) return ['crash']
  return ['healthy', 'unhealthy', 'crash']
}

function said(allocation: Allocation, kind: Kind, { now }: Position): ReturnType<typeof reportOf> {
  const isNews = allocation.health?.healthy === undefined
  const health = isNews ? { healthy: kind === 'healthy', timestamp: now, canary: false } : undefined
  return reportOf(allocation, kind === 'crash' ? 'failed' : 'running', health)
}

// The short forms in which stories speak of allocations, nodes, texts and spans of time.

import type { Allocation, Micros, State } from '@cutover/core'

/** An allocation in short: `web.app[0] v1`. */
export function shortName(allocation: Allocation): string {
  return `${allocation.name} v${allocation.job?.version ?? '?'}`
}

/** An allocation of this state in short. */
export function named(state: State, allocationId: string): string {
  const allocation = state.tables.allocations.get(allocationId)
  return allocation ? shortName(allocation) : 'an allocation'
}

/** A node's name, or its id when it is gone. */
export function nodeName(state: State, nodeId: string): string {
  return state.tables.nodes.get(nodeId)?.name ?? nodeId
}

/** What Nomad wrote, word for word. */
export function quoted(text: string): string {
  return `"${text}"`
}

/** `in 5.0s`. */
export function timeLeft(now: Micros, due: Micros): string {
  return `in ${((due - now) / 1_000_000).toFixed(1)}s`
}

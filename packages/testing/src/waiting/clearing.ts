// Clears what a rollout is said to wait for, in a cluster that is played by hand.

import { jobKey } from '@cutover/core'
import type { Blocker, Unblocker } from '@cutover/core/explain'
import type { ClusterByHand } from '../cluster-by-hand.ts'
import { type Arrival, settled } from './rollout-story.ts'

/** A cluster before and after some of what a group waits for was cleared, once nothing is under way any more. */
export interface Trial {
  readonly origin: ClusterByHand
  readonly cluster: ClusterByHand
  readonly name: string
  readonly cleared: readonly Unblocker[]
}

/** Clears these, in their order, in a copy. */
export function tried({ cluster: origin, second: start }: Arrival, name: string, cleared: readonly Unblocker[]): Trial {
  const twin = origin.copy()
  let second = start
  for (const unblock of cleared) second = clear(twin, unblock, second)
  return { origin, cluster: settled({ cluster: twin, second }).cluster, name, cleared }
}

// Does what clears one thing; answers the second at which it is cleared.
function clear(cluster: ClusterByHand, unblock: Unblocker, second: number): number {
  switch (unblock.kind) {
    case 'command':
      cluster.ask(unblock.command)
      return second
    case 'health':
      if (unblock.allocationIds.length > 0) cluster.reportAll(unblock.allocationIds, { healthy: true })
      return second
    case 'room': {
      const room = unblock.count + othersShort(cluster)
      for (let n = 0; n < room; n++) cluster.join(100 + n)
      return second
    }
    case 'time': {
      const due = Math.max(second, cluster.second(unblock.at))
      cluster.at(due)
      return due
    }
  }
}

/** What remains to be cleared with each blocker left out as a whole, and with each allocation of one that names several. */
export function* lesser(list: readonly Blocker[]): Iterable<readonly Unblocker[]> {
  for (const [place, { unblock }] of list.entries()) {
    const others = (instead: readonly Unblocker[]): readonly Unblocker[] =>
      list.flatMap((each, n) => (n === place ? instead : [each.unblock]))
    if (unblock.kind !== 'health' || unblock.allocationIds.length === 1) yield others([])
    else
      for (const id of unblock.allocationIds)
        yield others([{ ...unblock, allocationIds: unblock.allocationIds.filter((each) => each !== id) }])
  }
}

// How many of other jobs find no room: they may be faster.
function othersShort({ state }: ClusterByHand): number {
  const others = [...state.tables.jobs].filter(({ id }) => id !== 'web')
  return others.reduce((sum, { document }) => {
    const live = [...state.tables.allocations.by('liveOfJob', jobKey(document.Namespace, document.ID))]
    return sum + (document.TaskGroups?.[0]?.Count ?? 0) - live.length
  }, 0)
}

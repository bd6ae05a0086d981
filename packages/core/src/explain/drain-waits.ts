// What a rollout's groups have on draining nodes, and what lets it go: it moves by itself, whatever the rollout waits for.
// Rules: semantics/3 §4.4.

import { drainDue } from '../drain/deadlines.ts'
import { type Leaving, leavingOf } from '../drain/migration.ts'
import { isTerminalAllocation } from '../entities/allocation.ts'
import type { Node } from '../entities/node.ts'
import { inGroup, type Rollout } from './rollout-facts.ts'
import type { Blocker, Unblocker } from './waiting.ts'

/** One blocker for each group that a drain waits for: health decided of as many as it takes, or else the drain's deadline. */
export function drainWaits(rollout: Rollout): readonly Blocker[] {
  return leavingGroups(rollout).flatMap(({ name, leaving, allowed }): readonly Blocker[] => {
    const undecided = inGroup(rollout.wanted, name).filter(({ health }) => health?.healthy === undefined)
    const allocationIds = undecided.slice(0, 1 - allowed).map(({ id }) => id)
    const at = drainDue(drainingNodes(rollout), new Set(leaving.map(({ nodeId }) => nodeId)))
    let unblock: Unblocker | undefined
    if (at !== undefined) unblock = { kind: 'time', at }
    if (allocationIds.length === 1 - allowed) unblock = { kind: 'health', allocationIds }
    return unblock ? [{ kind: 'drain', groups: [name], unblock }] : []
  })
}

/** The groups of the rollout that have something on a draining node which is still to be marked, and not stopped already. */
export function leavingGroups(rollout: Rollout): readonly (Leaving & { readonly name: string })[] {
  const { state, deployment, job } = rollout
  const draining = new Set(drainingNodes(rollout).map(({ id }) => id))
  if (draining.size === 0 || job?.document.Type !== 'service') return []
  return deployment.groups
    .map(({ name }) => ({ name, ...leavingOf(state, { job, group: name, draining }) }))
    .filter(({ leaving }) => !leaving.every(isTerminalAllocation))
}

function drainingNodes({ state }: Rollout): readonly Node[] {
  return [...state.tables.nodes.by('draining', '')]
}

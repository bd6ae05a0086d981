// Sorts found allocations into sets by what their node and their own wishes say. Rules: semantics/2 §2.6.

import { type Allocation, isClientTerminal, isServerTerminal } from '../entities/allocation.ts'
import type { Node } from '../entities/node.ts'
import { plus } from '../time.ts'
import { lostAfter, replacesDisconnected, unknownSince, wantsReconnect } from './connection.ts'
import type { GroupPass } from './pass.ts'
import type { ReconcileInput } from './reconciliation.ts'

/** The seven sets. */
export type AllocationClass =
  | 'untainted'
  | 'migrate'
  | 'lost'
  | 'disconnecting'
  | 'reconnecting'
  | 'ignore'
  | 'expiring'

/** Sorts everything found into the group's sets; what is ignored is counted and takes no further part. */
export function partition(group: GroupPass): void {
  const { input } = group.pass
  for (const found of group.all) {
    const kind = classOf(found.allocation, input)
    if (kind === 'ignore') group.counters.ignore += 1
    else group[kind].push(found)
    found.migrating = kind === 'migrate'
  }
}

/** The class of one allocation: the first matching row of the table in §2.6. */
export function classOf(allocation: Allocation, input: ReconcileInput): AllocationClass {
  if (wantsReconnect(allocation)) return classOfReturning(allocation, input)
  const transition = allocation.desiredTransition
  if (isServerTerminal(allocation)) return transition.migrateDisablePlacement === true ? 'untainted' : 'ignore'
  if (isClientTerminal(allocation)) {
    return allocation.health?.canary === true && transition.migrate === true ? 'migrate' : 'untainted'
  }
  if (isExpired(allocation, input)) return 'expiring'
  return classByNode(allocation, input, false)
}

/** Rows 1, 6 and 7: the allocation was unknown and its node may have come back. */
function classOfReturning(allocation: Allocation, input: ReconcileInput): AllocationClass {
  const failed = allocation.clientStatus === 'failed'
  if (failed && allocation.desiredStatus === 'run') return 'reconnecting'
  if (isExpired(allocation, input)) return 'expiring'
  if (failed && allocation.desiredStatus === 'stop') return 'ignore'
  return classByNode(allocation, input, true)
}

function isExpired(allocation: Allocation, input: ReconcileInput): boolean {
  if (allocation.clientStatus !== 'unknown') return false
  const since = unknownSince(allocation)
  return since !== undefined && plus(since, lostAfter(allocation)) <= input.now
}

/** Rows 8 to 19: what remains is decided by the node. */
function classByNode(allocation: Allocation, input: ReconcileInput, returning: boolean): AllocationClass {
  const node = input.tainted.get(allocation.nodeId)
  if (node?.status === 'disconnected') return classOnDisconnected(allocation)
  if (allocation.desiredTransition.migrate === true) return 'migrate'
  if (node === undefined) {
    if (input.tainted.has(allocation.nodeId)) return 'lost'
    return returning ? 'reconnecting' : 'untainted'
  }
  return classOnTainted(allocation, node, returning)
}

function classOnDisconnected(allocation: Allocation): AllocationClass {
  if (allocation.clientStatus === 'unknown') return 'untainted'
  if (allocation.clientStatus === 'pending' || lostAfter(allocation) === 0) return 'lost'
  return 'disconnecting'
}

function classOnTainted(allocation: Allocation, node: Node, returning: boolean): AllocationClass {
  if (node.status === 'ready') return returning ? 'reconnecting' : 'untainted'
  if (node.status !== 'down') return 'untainted'
  if (replacesDisconnected(allocation)) return 'lost'
  if (allocation.clientStatus === 'unknown') return 'untainted'
  return allocation.clientStatus === 'running' ? 'disconnecting' : 'lost'
}

// Which blocked evaluations new room concerns: nodes that joined or came back, allocations that ended.
// Rules: semantics/4 §5.6, semantics/3 §3.2, §4.2.

import { isClientTerminal } from '../entities/allocation.ts'
import type { Evaluation } from '../entities/evaluation.ts'
import { isReady, type Node } from '../entities/node.ts'
import type { Event } from '../event.ts'
import type { Trigger } from '../manager.ts'
import type { State } from '../state.ts'
import type { Micros } from '../time.ts'
import { retryAt, runsBefore } from './broker.ts'

/** The blocked evaluations to run now, the most urgent first. */
export function wokenEvaluations(state: State, { at, entries }: Trigger): readonly Evaluation[] {
  const blocked = [...state.tables.evaluations.by('open', 'blocked')]
  if (blocked.length === 0) return []
  const roomy =
    entries === undefined
      ? undefined
      : nodesOf(
          state,
          entries.flatMap((entry) => entry.events),
        )
  const woken = blocked.filter((evaluation) => {
    if (isRetryDue(evaluation, at)) return true
    return concernsAny(evaluation, roomy ?? nodesSince(state, evaluation))
  })
  return woken.sort((a, b) => (runsBefore(a, b) ? -1 : 1))
}

function isRetryDue(evaluation: Evaluation, at: Micros): boolean {
  const due = retryAt(evaluation)
  return due !== 0 && due <= at
}

function concernsAny(evaluation: Evaluation, nodes: ReadonlySet<Node>): boolean {
  for (const node of nodes) if (concerns(evaluation, node)) return true
  return false
}

// A class that was never judged may fit.
function concerns(evaluation: Evaluation, node: Node): boolean {
  if (evaluation.nodeId !== '') return evaluation.nodeId === node.id
  return evaluation.escapedComputedClass || evaluation.classEligibility?.[node.computedClass] !== false
}

function nodesOf(state: State, events: readonly Event[]): ReadonlySet<Node> {
  const nodes = new Set<Node>()
  for (const event of events) {
    const nodeId = nodeWithRoom(state, event)
    const node = nodeId === undefined ? undefined : state.tables.nodes.get(nodeId)
    if (node) nodes.add(node)
  }
  return nodes
}

function nodeWithRoom(state: State, event: Event): string | undefined {
  switch (event.type) {
    case 'NodeRegistered':
      return event.node.status === 'ready' ? event.node.id : undefined
    case 'NodeStatusSet':
      return event.status === 'ready' ? event.nodeId : undefined
    case 'NodeEligibilitySet':
    case 'NodeDrainSet':
      return event.eligibility === 'eligible' ? event.nodeId : undefined
    case 'AllocationReported':
      return event.clientStatus === 'complete' || event.clientStatus === 'failed'
        ? state.tables.allocations.get(event.allocationId)?.nodeId
        : undefined
    default:
      return undefined
  }
}

// After a restart the entries are not at hand: whatever has room and has changed since the evaluation was written
// counts.
function nodesSince(state: State, { snapshotIndex, modifyIndex }: Evaluation): ReadonlySet<Node> {
  const since = snapshotIndex > modifyIndex ? snapshotIndex : modifyIndex
  const nodes = new Set<Node>()
  for (const node of state.tables.nodes.changedSince(since)) if (isReady(node)) nodes.add(node)
  for (const allocation of state.tables.allocations.changedSince(since)) {
    const node = isClientTerminal(allocation) ? state.tables.nodes.get(allocation.nodeId) : undefined
    if (node) nodes.add(node)
  }
  return nodes
}

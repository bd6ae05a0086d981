// Which blocked evaluations new room concerns: nodes that joined or came back, allocations that ended.
// Rules: semantics/4 §5.6, semantics/3 §3.2, §4.2.

import { isClientTerminal } from '../entities/allocation.ts'
import type { Evaluation } from '../entities/evaluation.ts'
import { isReady, type Node } from '../entities/node.ts'
import type { Entry } from '../entry.ts'
import type { Event } from '../event.ts'
import type { Trigger } from '../manager.ts'
import type { State } from '../state.ts'
import type { Micros } from '../time.ts'
import { retryAt, runsBefore } from './broker.ts'

/** The blocked evaluations to run now, the most urgent first. */
export function wokenEvaluations(state: State, { at, entries }: Trigger): readonly Evaluation[] {
  if (state.tables.evaluations.countBy('open', 'blocked') === 0) return []
  const roomy = entries && nodesOf(state, entries)
  const woken = roomy?.size === 0 ? dueRetries(state, at) : concerned(state, at, roomy)
  return woken.sort((a, b) => (runsBefore(a, b) ? -1 : 1))
}

// Where no node has gained room, which is nearly always, the many that wait are not looked at.
function dueRetries(state: State, at: Micros): Evaluation[] {
  const due: Evaluation[] = []
  for (const evaluation of state.tables.evaluations.ordered('retry')) {
    if (retryAt(evaluation) > at) break
    due.push(evaluation)
  }
  return due
}

function concerned(state: State, at: Micros, roomy: ReadonlySet<Node> | undefined): Evaluation[] {
  return [...state.tables.evaluations.by('open', 'blocked')].filter(
    (evaluation) => isRetryDue(evaluation, at) || concernsAny(evaluation, roomy ?? nodesSince(state, evaluation)),
  )
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

function nodesOf(state: State, entries: readonly Entry[]): ReadonlySet<Node> {
  const nodes = new Set<Node>()
  for (const { events } of entries) {
    for (const event of events) {
      const nodeId = nodeWithRoom(state, event)
      const node = nodeId === undefined ? undefined : state.tables.nodes.get(nodeId)
      if (node) nodes.add(node)
    }
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
  const since = Math.max(snapshotIndex, modifyIndex)
  const nodes = new Set<Node>()
  for (const node of state.tables.nodes.changedSince(since)) if (isReady(node)) nodes.add(node)
  for (const allocation of state.tables.allocations.changedSince(since)) {
    const node = isClientTerminal(allocation) ? state.tables.nodes.get(allocation.nodeId) : undefined
    if (node) nodes.add(node)
  }
  return nodes
}

// When drains act though nothing happens: batches of marks and deadlines. Rules: semantics/3 §4.4.

import type { Node } from '../entities/node.ts'
import type { State } from '../state.ts'
import { type Micros, plus, seconds, zero } from '../time.ts'

/** The timer of the batch that is being collected. */
export const batchTimer = 'drainer/batch'

const coalesceLength = seconds(5)

/** When what is collected to be marked is marked; undefined while nothing is. */
export function markingDue({ tables }: State): Micros | undefined {
  return tables.timers.get(batchTimer)?.due
}

/** When the first of those with these ids is emptied in any case, of all draining nodes; undefined when none of them has a deadline. */
export function drainDue(nodes: readonly Node[], ids: ReadonlySet<string>): Micros | undefined {
  const due = nextDeadline(nodes)
  if (due === undefined) return undefined
  const isOver = dueBy(due)
  if (nodes.some((node) => ids.has(node.id) && isOver(node))) return due
  return drainDue(
    nodes.filter((node) => !isOver(node)),
    ids,
  )
}

/** When the earliest deadlines are carried out: those within five seconds of the first together, at the latest of them. */
export function nextDeadline(nodes: readonly Node[]): Micros | undefined {
  const deadlines = nodes.flatMap((node) => deadlineOf(node) ?? []).sort((a, b) => a - b)
  const first = deadlines[0]
  if (first === undefined) return undefined
  return deadlines.filter((deadline) => deadline < plus(first, coalesceLength)).at(-1)
}

/** Whether a draining node has a deadline that has come by an instant. */
export function dueBy(at: Micros): (node: Node) => boolean {
  return (node) => (deadlineOf(node) ?? at + 1) <= at
}

/** The deadline of a draining node; undefined when it has none. */
function deadlineOf(node: Node): Micros | undefined {
  if (!node.drain || node.drain.deadline === zero) return undefined
  return node.drain.deadline < 0 ? node.drain.startedAt : node.drain.forceDeadline
}

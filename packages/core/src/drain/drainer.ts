// The process manager of draining nodes: marks allocations for migration in batches, and ends a drain when its node is empty or its
// deadline has come. Rules: semantics/3 §4.4.

import type { Command } from '../command.ts'
import type { Allocation } from '../entities/allocation.ts'
import { type Evaluation, newEvaluation } from '../entities/evaluation.ts'
import { jobKey } from '../entities/job.ts'
import type { Node } from '../entities/node.ts'
import { deriveId } from '../id.ts'
import type { Manager } from '../manager.ts'
import type { State } from '../state.ts'
import { type Micros, plus, seconds } from '../time.ts'
import { batchTimer, dueBy, markingDue, nextDeadline } from './deadlines.ts'
import { drainable, isDrained, remaining } from './migration.ts'

/** How long marks are collected. */
const batchLength = seconds(1)

/** The drainer of all nodes. */
export const drainer: Manager = {
  name: 'drainer',
  react: (state, { at }) => {
    const nodes = [...state.tables.nodes.by('draining', '')]
    if (nodes.length === 0)
      return state.tables.timers.has(batchTimer) ? [{ type: 'SetTimer', name: batchTimer, due: undefined }] : []
    const over = new Set(overdue(nodes, at).map((node) => node.id))
    const finished = nodes.filter((node) => isDrained(state, node) || over.has(node.id))
    const marks = marksOf(state, nodes, finished)
    if (marks.length > 0) return collect(state, marks, at)
    return [...closeDueBatch(state, at), ...(finished.length > 0 ? [endDrains(finished, over, at)] : [])]
  },
  // While a batch is open everything waits for it, deadlines included.
  nextWakeup: (state) => markingDue(state) ?? nextDeadline([...state.tables.nodes.by('draining', '')]),
}

// What was to be marked may be gone by the time that the batch is due.
function closeDueBatch(state: State, at: Micros): readonly Command[] {
  const due = markingDue(state)
  return due === undefined || due > at ? [] : [{ type: 'SetTimer', name: batchTimer, due: undefined }]
}

function marksOf(state: State, nodes: readonly Node[], finished: readonly Node[]): readonly Allocation[] {
  const marks = new Map<string, Allocation>()
  for (const node of finished) for (const allocation of remaining(state, node)) marks.set(allocation.id, allocation)
  for (const allocation of drainable(state, nodes)) marks.set(allocation.id, allocation)
  return [...marks.values()]
}

// The first mark opens a batch; when it is due, everything that may go by then goes in one entry.
function collect(state: State, marks: readonly Allocation[], at: Micros): readonly Command[] {
  const due = markingDue(state)
  if (due === undefined) return [{ type: 'SetTimer', name: batchTimer, due: plus(at, batchLength) }]
  if (due > at) return []
  return [
    { type: 'SetTimer', name: batchTimer, due: undefined },
    {
      type: 'TransitionAllocations',
      transitions: marks.map(({ id }) => ({ allocationId: id, transition: { migrate: true } })),
      evaluations: evaluationsFor(state, marks, at),
    },
  ]
}

function evaluationsFor(state: State, marks: readonly Allocation[], at: Micros): readonly Evaluation[] {
  const evaluations = new Map<string, Evaluation>()
  for (const { namespace, jobId, job } of marks) {
    const key = jobKey(namespace, jobId)
    const document = (state.tables.jobs.get(key) ?? job)?.document
    if (!document || evaluations.has(key)) continue
    const id = deriveId(`${state.seed}/drainer`, state.lastIndex + 1, evaluations.size)
    const about = { id, namespace, jobId, type: document.Type, priority: document.Priority, triggeredBy: 'node-drain' }
    evaluations.set(key, newEvaluation({ ...about, createTime: at, modifyTime: at }))
  }
  return [...evaluations.values()]
}

function endDrains(nodes: readonly Node[], over: ReadonlySet<string>, at: Micros): Command {
  return {
    type: 'DrainNodes',
    byDrainer: true,
    updatedAt: Math.floor(at / 1_000_000),
    orders: nodes.map((node) => ({
      nodeId: node.id,
      drain: undefined,
      markEligible: false,
      meta: undefined,
      accessorId: '',
      remark: {
        message: 'Node drain complete',
        subsystem: 'Drain',
        details: over.has(node.id) ? { deadline_reached: 'true' } : undefined,
        timestamp: at,
      },
    })),
  }
}

function overdue(nodes: readonly Node[], at: Micros): readonly Node[] {
  const due = nextDeadline(nodes)
  if (due === undefined || due > at) return []
  return nodes.filter(dueBy(at))
}

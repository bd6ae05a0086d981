// The evaluations that a change of a node asks for: one for each job with something to lose on it, and for each system job that may
// run there. Rules: semantics/3 §4.2, semantics/4 §5.3.

import { type Allocation, isClientTerminal, isServerTerminal } from '../entities/allocation.ts'
import type { Evaluation } from '../entities/evaluation.ts'
import { type Job, jobKey } from '../entities/job.ts'
import type { Node, NodeStatus } from '../entities/node.ts'
import type { Stamp } from '../entry.ts'
import { inDatacenter, inPool } from '../schedule/node-pool.ts'
import type { State } from '../state.ts'
import { aboutJob, askEvaluation } from './asked.ts'

/** Evaluations of the jobs of this node, those of its allocations first; `nodeModifyIndex` is the index that the node is about to get. */
export function nodeEvaluations(state: State, stamp: Stamp, node: Node): readonly Evaluation[] {
  const asked = { nodeId: node.id, nodeModifyIndex: state.lastIndex + 1 }
  return affectedJobs(state, node).map((job, ordinal) =>
    askEvaluation(state, stamp, { ...aboutJob(job, 'node-update'), ...asked }, ordinal),
  )
}

/** Whether a node that goes from one status to another concerns the scheduler. */
export function statusNeedsEvaluations(before: NodeStatus, after: NodeStatus): boolean {
  if (after === 'down') return true
  if (after === 'ready') return before !== 'ready'
  return before !== after && (before === 'disconnected' || after === 'disconnected')
}

function affectedJobs({ tables }: State, node: Node): readonly Job[] {
  const jobs = new Map<string, Job>()
  for (const allocation of tables.allocations.by('node', node.id)) {
    const key = jobKey(allocation.namespace, allocation.jobId)
    if (allocation.job && !jobs.has(key) && isConcerned(allocation, allocation.job)) jobs.set(key, allocation.job)
  }
  for (const job of tables.jobs) {
    const key = jobKey(job.namespace, job.id)
    if (!jobs.has(key) && mayRunOn(job, node)) jobs.set(key, job)
  }
  return [...jobs.values()]
}

// System jobs are looked at as a whole, sysbatch jobs not at all.
function isConcerned(allocation: Allocation, { document }: Job): boolean {
  if (document.Type === 'service') return !isServerTerminal(allocation) || !isClientTerminal(allocation)
  return document.Type === 'batch' && !isClientTerminal(allocation)
}

function mayRunOn({ document, stop }: Job, node: Node): boolean {
  return document.Type === 'system' && !stop && inPool(node, document) && inDatacenter(node, document)
}

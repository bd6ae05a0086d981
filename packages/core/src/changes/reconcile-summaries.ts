// Counts all summaries anew, in two transactions: first from jobs and allocations, then what would still be placed.
// Rules: semantics/1 §3.13.

import { type Draft, keep, record } from '../draft.ts'
import type { Allocation } from '../entities/allocation.ts'
import type { GroupCount } from '../entities/evaluation.ts'
import { type Job, jobKey } from '../entities/job.ts'
import type { ChildrenSummary, GroupSummary } from '../entities/job-summary.ts'
import { addTo, emptyCounters } from '../entities/summary-move.ts'
import { isParameterized, isPeriodic } from '../job-document/document.ts'
import { compareBytes } from '../order.ts'

/** Asks to count anew. The dry runs of the scheduler are the proposer's; they come with the change. */
export interface ReconcileSummaries {
  readonly queued: readonly {
    readonly namespace: string
    readonly jobId: string
    readonly queued: readonly GroupCount[]
  }[]
}

export function applyReconcileSummaries(draft: Draft, { queued }: ReconcileSummaries): undefined {
  for (const job of [...draft.tables.jobs]) recount(draft, job)
  record(draft, { type: 'IndexesMoved', tables: ['job_summary'] })
  keep(draft)
  for (const counts of queued) {
    const needed = counts.queued.some(({ count }) => count !== 0)
    if (needed && draft.tables.jobSummaries.has(jobKey(counts.namespace, counts.jobId))) {
      record(draft, { type: 'QueueRecounted', ...counts })
    }
  }
}

function recount(draft: Draft, job: Job): void {
  const { namespace, id: jobId, document } = job
  if (!isPeriodic(document) && !isParameterized(document)) {
    record(draft, { type: 'SummaryRecounted', namespace, jobId, groups: countGroups(draft, job) })
  } else if (draft.tables.jobSummaries.has(jobKey(namespace, jobId))) {
    record(draft, { type: 'ChildrenRecounted', namespace, jobId, children: countChildren(draft, job) })
  }
}

function countChildren({ tables }: Draft, parent: Job): ChildrenSummary {
  const children = { pending: 0, running: 0, dead: 0 }
  for (const { namespace, document, status } of tables.jobs) {
    if (namespace === parent.namespace && document.ParentID === parent.id && status !== '') children[status] += 1
  }
  return children
}

// Groups that left the job come back if allocations of theirs are still stored.
function countGroups({ tables }: Draft, job: Job): readonly GroupSummary[] {
  const groups = new Map(job.document.TaskGroups.map(({ Name }) => [Name, emptyCounters(Name)]))
  for (const allocation of tables.allocations.by('job', jobKey(job.namespace, job.id))) {
    if (allocation.job?.createIndex === job.createIndex) countIn(groups, allocation)
  }
  return [...groups.values()].sort((a, b) => compareBytes(a.group, b.group))
}

function countIn(groups: Map<string, ReturnType<typeof emptyCounters>>, { group, clientStatus }: Allocation): void {
  const counters = groups.get(group) ?? emptyCounters(group)
  addTo(counters, clientStatus)
  groups.set(group, counters)
}

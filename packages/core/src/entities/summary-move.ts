// How an allocation's client status moves the counters of its job's summary. Rules: semantics/1 §4.3, steps 5–7.

import type { Draft } from '../draft.ts'
import type { Mutable } from '../mutable.ts'
import type { ClientStatus } from './allocation.ts'
import type { SummaryMove } from './allocation-events.ts'
import { jobKey } from './job.ts'
import type { GroupSummary, JobSummary } from './job-summary.ts'
import { emptyGroup } from './job-summary-folds.ts'

/** Moves one allocation from the counter of its old status to that of its new one. */
export function moveInSummary(draft: Draft, move: SummaryMove): void {
  draft.indexes.job_summary = draft.index
  const summary = draft.tables.jobSummaries.get(jobKey(move.namespace, move.jobId))
  if (!summary) return
  draft.tables.jobSummaries = draft.tables.jobSummaries.set(moved(summary, move, draft.index), draft.edit)
}

function moved(summary: JobSummary, move: SummaryMove, index: number): JobSummary {
  const groups = summary.groups.map((group) => (group.group === move.group ? movedGroup(group, move) : group))
  return rewritten(summary, { groups, children: summary.children }, index)
}

/** The summary with these counts. All fields in one fixed order, as in `copyAllocation`. */
export function rewritten(
  summary: JobSummary,
  counts: Pick<JobSummary, 'groups' | 'children'>,
  index: number,
): JobSummary {
  return {
    namespace: summary.namespace,
    jobId: summary.jobId,
    groups: counts.groups,
    children: counts.children,
    createIndex: summary.createIndex,
    modifyIndex: index,
  }
}

// No counter falls below zero; complete and failed never fall. A new allocation was queued before.
function movedGroup(stored: GroupSummary, { from, to }: SummaryMove): GroupSummary {
  const group = copyGroupSummary(stored)
  addTo(group, to)
  if (from === '') group.queued = Math.max(group.queued - 1, 0)
  else takeFrom(group, from)
  return group
}

/** One allocation more with this client status. */
export function addTo(group: Mutable<GroupSummary>, status: ClientStatus): void {
  if (status === 'pending') group.starting += 1
  else group[status] += 1
}

function takeFrom(group: Mutable<GroupSummary>, status: ClientStatus): void {
  if (status === 'complete' || status === 'failed') return
  const counter = status === 'pending' ? 'starting' : status
  group[counter] = Math.max(group[counter] - 1, 0)
}

/** A copy whose counters may be set. */
export function copyGroupSummary(group: GroupSummary): Mutable<GroupSummary> {
  return {
    group: group.group,
    queued: group.queued,
    complete: group.complete,
    failed: group.failed,
    running: group.running,
    starting: group.starting,
    lost: group.lost,
    unknown: group.unknown,
  }
}

/** A group's counters at zero, to be set. */
export function emptyCounters(group: string): Mutable<GroupSummary> {
  return copyGroupSummary(emptyGroup(group))
}

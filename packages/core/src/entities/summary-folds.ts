// How recounts change the summaries, and how an evaluation's queued counts get there. Rules: semantics/1 §3.13, §4.4 step 2.

import type { Draft } from '../draft.ts'
import type { Folds } from '../evolve.ts'
import type { Evaluation, GroupCount } from './evaluation.ts'
import { jobKey } from './job.ts'
import type { GroupSummary, JobSummary } from './job-summary.ts'
import type { SummaryEvents } from './summary-events.ts'
import { copyGroupSummary, rewritten } from './summary-move.ts'

export const summaryFolds: Folds<keyof SummaryEvents> = {
  SummaryRecounted: (draft, { namespace, jobId, groups }) =>
    rewrite(draft, jobKey(namespace, jobId), { groups, children: undefined }),
  ChildrenRecounted: (draft, { namespace, jobId, children }) =>
    rewrite(draft, jobKey(namespace, jobId), { groups: [], children }),
  QueueRecounted: (draft, { namespace, jobId, queued }) =>
    requeue(draft, jobKey(namespace, jobId), (group) => group.queued + (countOf(queued, group.group) ?? 0)),
}

/** Takes over what an evaluation could not place yet. Groups that the summary does not have are ignored; the same counts change nothing. */
export function queueInSummary(draft: Draft, { namespace, jobId, queuedAllocations }: Evaluation): void {
  if (!queuedAllocations || queuedAllocations.length === 0) return
  const key = jobKey(namespace, jobId)
  const summary = draft.tables.jobSummaries.get(key)
  if (!summary?.groups.some((group) => queuedNow(group, queuedAllocations) !== group.queued)) return
  requeue(draft, key, (group) => queuedNow(group, queuedAllocations))
}

function requeue(draft: Draft, key: string, queuedOf: (group: GroupSummary) => number): void {
  const summary = draft.tables.jobSummaries.get(key)
  const groups = summary?.groups.map((stored) => {
    const group = copyGroupSummary(stored)
    group.queued = queuedOf(stored)
    return group
  })
  rewrite(draft, key, groups ? { groups, children: summary?.children } : undefined)
}

function queuedNow(group: GroupSummary, counts: readonly GroupCount[]): number {
  return countOf(counts, group.group) ?? group.queued
}

function countOf(counts: readonly GroupCount[], group: string): number | undefined {
  return counts.find((entry) => entry.group === group)?.count
}

function rewrite(draft: Draft, key: string, counts: Pick<JobSummary, 'groups' | 'children'> | undefined): void {
  draft.indexes.job_summary = draft.index
  const summary = draft.tables.jobSummaries.get(key)
  if (!summary || !counts) return
  draft.tables.jobSummaries = draft.tables.jobSummaries.set(rewritten(summary, counts, draft.index), draft.edit)
}

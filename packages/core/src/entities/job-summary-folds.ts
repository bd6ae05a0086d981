// How facts about jobs change their summaries: groups that appear, and the children of parents. Rules: semantics/1 §3.1 c, §4.1.

import type { Draft } from '../draft.ts'
import type { EventMap } from '../event.ts'
import { compareBytes } from '../order.ts'
import { type Job, type JobStatus, jobKey } from './job.ts'
import type { ChildrenSummary, GroupSummary, JobSummary } from './job-summary.ts'

/** Creates the summary of a job that has none, or adds zeros for its new groups. Groups that left the job stay. */
export function summarizeGroups(draft: Draft, job: Job): void {
  const key = jobKey(job.namespace, job.id)
  const before = draft.tables.jobSummaries.get(key)
  const known = new Set(before?.groups.map(({ group }) => group))
  const fresh = job.document.TaskGroups.filter(({ Name }) => !known.has(Name)).map(({ Name }) => emptyGroup(Name))
  if (before && fresh.length === 0) return
  const groups = [...(before?.groups ?? []), ...fresh].sort((a, b) => compareBytes(a.group, b.group))
  put(draft, before ? { ...before, groups, modifyIndex: draft.index } : newSummary(job, groups, draft.index))
}

/** Moves a child from one counter of its parent to another; a parent without a summary counts nothing. */
export function countChild(draft: Draft, { namespace, parentId, before, after }: EventMap['ChildStatusCounted']): void {
  const parent = draft.tables.jobSummaries.get(jobKey(namespace, parentId))
  if (!parent) return
  const children = add(add(parent.children ?? noChildren, before, -1), after, 1)
  put(draft, { ...parent, children, modifyIndex: draft.index })
}

/** A group's counts before anything happened. */
export function emptyGroup(group: string): GroupSummary {
  return { group, queued: 0, complete: 0, failed: 0, running: 0, starting: 0, lost: 0, unknown: 0 }
}

const noChildren: ChildrenSummary = { pending: 0, running: 0, dead: 0 }

function newSummary(job: Job, groups: readonly GroupSummary[], index: number): JobSummary {
  return {
    namespace: job.namespace,
    jobId: job.id,
    groups,
    children: noChildren,
    createIndex: index,
    modifyIndex: index,
  }
}

function add(children: ChildrenSummary, status: JobStatus | '', delta: number): ChildrenSummary {
  return status === '' ? children : { ...children, [status]: children[status] + delta }
}

function put(draft: Draft, summary: JobSummary): void {
  draft.tables.jobSummaries = draft.tables.jobSummaries.set(summary, draft.edit)
  draft.indexes.job_summary = draft.index
}

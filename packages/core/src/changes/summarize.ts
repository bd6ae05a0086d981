// How the write of an allocation moves the counters of its job's summary. Rules: semantics/1 §4.3.

import type { Draft } from '../draft.ts'
import type { Allocation } from '../entities/allocation.ts'
import type { SummaryMove } from '../entities/allocation-events.ts'
import { jobKey } from '../entities/job.ts'
import { type Refusal, refuse } from '../refusal.ts'
import type { Counted } from './counting.ts'

/** The move in the summary when `next` is written over `stored`; undefined when no counter moves. */
export function summarize(
  { tables }: Draft,
  next: Counted,
  stored: Allocation | undefined,
): SummaryMove | Refusal | undefined {
  const { namespace, jobId, group, job, clientStatus: to } = next
  if (!job) return undefined
  const key = jobKey(namespace, jobId)
  const summary = tables.jobSummaries.get(key)
  if (!summary) return tables.jobs.has(key) ? refuse('summary-missing', jobId, namespace) : undefined
  // The summary of another incarnation of the job is none of this allocation's business.
  if (summary.createIndex !== job.createIndex) return undefined
  if (!summary.groups.some((counters) => counters.group === group)) return refuse('summary-group-missing', group)

  if (!stored) return to === 'pending' ? { namespace, jobId, group, from: '', to } : undefined
  return stored.clientStatus === to ? undefined : { namespace, jobId, group, from: stored.clientStatus, to }
}

// What happens to summaries as such; most of their counters move by facts about allocations and evaluations.
// Rules: semantics/1 §3.13.

import type { GroupCount } from './evaluation.ts'
import type { ChildrenSummary, GroupSummary } from './job-summary.ts'

/** Summary event type → what it carries. */
export interface SummaryEvents {
  /** The counters of a job were counted anew. */
  SummaryRecounted: { readonly namespace: string; readonly jobId: string; readonly groups: readonly GroupSummary[] }
  /** The children of a periodic or parameterised job were counted anew. */
  ChildrenRecounted: { readonly namespace: string; readonly jobId: string; readonly children: ChildrenSummary }
  /** What would still be placed was found by a dry run and is added to the queued counts. */
  QueueRecounted: { readonly namespace: string; readonly jobId: string; readonly queued: readonly GroupCount[] }
}

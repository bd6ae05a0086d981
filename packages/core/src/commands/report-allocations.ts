// Takes what nodes report about their allocations, and asks in the same entry for a look at the jobs that this concerns.
// Rules: semantics/3 §3.2, semantics/1 §3.11.

import type { AllocationReport } from '../changes/report-allocation.ts'
import type { Allocation } from '../entities/allocation.ts'
import type { Evaluation } from '../entities/evaluation.ts'
import { type Job, jobKey } from '../entities/job.ts'
import { isOutOfTouch } from '../entities/node-folds.ts'
import { replacementsIn } from '../entities/reschedule-tracker.ts'
import type { Stamp } from '../entry.ts'
import { groupOf } from '../job-document/document.ts'
import { type Proposal, propose } from '../proposal.ts'
import { rescheduleEligible } from '../reconcile/reschedule.ts'
import { type Refusal, refuse } from '../refusal.ts'
import type { State } from '../state.ts'
import type { Micros } from '../time.ts'
import { aboutJob, askEvaluation } from './asked.ts'

/** Reports of one or more nodes; only the first one's node is checked. Their instants become that of the command. */
export interface ReportAllocations {
  readonly reports: readonly Omit<AllocationReport, 'modifyTime'>[]
}

export function decideReportAllocations(
  state: State,
  { reports }: ReportAllocations,
  stamp: Stamp,
): Proposal | Refusal {
  const [first] = reports
  if (!first) return refuse('report-empty')
  if (first.nodeId === '') return refuse('report-node-id-missing')
  const node = state.tables.nodes.get(first.nodeId)
  if (!node) return refuse('report-node-unknown', first.nodeId)
  if (isOutOfTouch(node.status)) return refuse('report-node-out-of-touch', first.nodeId, node.status)

  const stamped = reports.map((report) => ({ modifyTime: stamp.at, ...report }))
  return propose({ type: 'UpdateAllocations', reports: stamped, evaluations: evaluationsFor(state, stamped, stamp) })
}

// One evaluation for each job: the first reason wins.
function evaluationsFor(state: State, reports: readonly AllocationReport[], stamp: Stamp): readonly Evaluation[] {
  const reasons = new Map<string, Reason>()
  for (const report of reports) {
    const stored = state.tables.allocations.get(report.allocationId)
    const reason = stored && reasonFor(state, { report, stored, at: stamp.at })
    if (!reason) continue
    const key = jobKey(stored.namespace, stored.jobId)
    if (!reasons.has(key)) reasons.set(key, reason)
  }
  return [...reasons.values()].map(({ job, trigger, stored }, ordinal) => {
    const { namespace, jobId } = stored
    return askEvaluation(state, stamp, { ...aboutJob(job, trigger), namespace, jobId }, ordinal)
  })
}

interface Reported {
  readonly report: AllocationReport
  readonly stored: Allocation
  readonly at: Micros
}

interface Reason {
  readonly job: Job
  readonly trigger: 'job-deregister' | 'alloc-failure' | 'reconnect'
  readonly stored: Allocation
}

function reasonFor(state: State, reported: Reported): Reason | undefined {
  const { report, stored } = reported
  const back = stored.clientStatus === 'unknown'
  const over = report.clientStatus === 'complete' || report.clientStatus === 'failed' || report.clientStatus === 'lost'
  if (!over && !back) return undefined
  const job = state.tables.jobs.get(jobKey(stored.namespace, stored.jobId))
  if (!job) return stored.job && { job: stored.job, trigger: 'job-deregister', stored }
  const failed = report.clientStatus === 'failed' && stored.followupEvaluationId === ''
  if (failed && !groupOf(job.document, stored.group)) return undefined
  if (back) return { job, trigger: 'reconnect', stored }
  return failed && mayBeReplaced(job, reported) ? { job, trigger: 'alloc-failure', stored } : undefined
}

function mayBeReplaced(job: Job, { stored, at }: Reported): boolean {
  const policy = groupOf(job.document, stored.group)?.ReschedulePolicy
  return policy ? rescheduleEligible(policy, replacementsIn(stored.rescheduleTracker), at) : false
}

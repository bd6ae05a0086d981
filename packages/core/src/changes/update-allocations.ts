// Takes what nodes report about their allocations: one entry for the reports of many nodes. Rules: semantics/1 §3.11.

import { type Draft, record } from '../draft.ts'
import type { Evaluation } from '../entities/evaluation.ts'
import { distinct } from '../order.ts'
import { type JobName, jobsOf } from './job-names.ts'
import { recomputeJobStatus } from './job-status.ts'
import { type AllocationReport, applyReport } from './report-allocation.ts'
import { upsertEvaluation } from './upsert-evaluation.ts'

/** Reports in the order in which they are taken; those about unknown allocations are skipped. */
export interface UpdateAllocations {
  readonly reports: readonly AllocationReport[]
  readonly evaluations: readonly Evaluation[]
}

export function applyUpdateAllocations(draft: Draft, { reports, evaluations }: UpdateAllocations): undefined {
  if (reports.length === 0) return
  const jobs: JobName[] = []
  for (const report of reports) {
    const stored = draft.tables.allocations.get(report.allocationId)
    if (stored && applyReport(draft, report, stored)) jobs.push(stored)
  }
  if (jobs.length === 0) record(draft, { type: 'IndexesMoved', tables: ['allocs'] })
  for (const evaluation of evaluations) upsertEvaluation(draft, evaluation)
  for (const { namespace, jobId } of jobsOf(evaluations)) recomputeJobStatus(draft, namespace, jobId)
  for (const { namespace, jobId } of jobsOf(jobs)) recomputeJobStatus(draft, namespace, jobId)
  hearFrom(draft, reports)
}

function hearFrom(draft: Draft, reports: readonly AllocationReport[]): void {
  for (const nodeId of distinct(reports.map(({ nodeId }) => nodeId))) {
    if (draft.tables.nodes.has(nodeId)) record(draft, { type: 'AllocationsReported', nodeId })
  }
}

// Deletes evaluations and allocations: what garbage collection does, and an operator whose broker is paused. Counters, canaries
// and summaries stay as they are. Rules: semantics/1 §3.10.

import { type Draft, record } from '../draft.ts'
import type { Evaluation } from '../entities/evaluation.ts'
import { type Refusal, refuse } from '../refusal.ts'
import { deleteServicesOf } from './delete-service-registrations.ts'
import { jobsOf } from './job-names.ts'
import { recomputeJobStatus } from './job-status.ts'

/** Unknown ids are skipped. */
export interface DeleteEvaluations {
  readonly evaluationIds: readonly string[]
  readonly allocationIds: readonly string[]
  /** Asked for by a person: only while the broker is paused. */
  readonly userInitiated: boolean
}

export function applyDeleteEvaluations(draft: Draft, change: DeleteEvaluations): Refusal | undefined {
  if (change.userInitiated && !draft.schedulerConfiguration?.pauseEvaluationBroker) return refuse('eval-broker-enabled')
  const deleted: Evaluation[] = []
  for (const evaluationId of change.evaluationIds) {
    const evaluation = draft.tables.evaluations.get(evaluationId)
    if (!evaluation) continue
    deleted.push(evaluation)
    record(draft, { type: 'EvaluationDeleted', evaluationId })
  }
  for (const allocationId of change.allocationIds) {
    if (!draft.tables.allocations.has(allocationId)) continue
    record(draft, { type: 'AllocationDeleted', allocationId })
    deleteServicesOf(draft, allocationId)
  }
  for (const { namespace, jobId } of jobsOf(deleted)) {
    recomputeJobStatus(draft, namespace, jobId, { evaluationDeleted: true })
  }
  return undefined
}

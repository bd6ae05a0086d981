// Asks for a fresh look at a job, and if wanted for replacements of its failed allocations now. Rules: semantics/4 §3.4.

import type { Allocation } from '../entities/allocation.ts'
import { type Job, jobKey } from '../entities/job.ts'
import type { Stamp } from '../entry.ts'
import { groupOf, isParameterized, isPeriodic } from '../job-document/document.ts'
import type { Proposal } from '../proposal.ts'
import { type Refusal, refuse } from '../refusal.ts'
import type { State } from '../state.ts'
import { aboutJob, askEvaluation } from './asked.ts'

/** Asks for an evaluation of a job, stopped or not. */
export interface EvaluateJob {
  readonly namespace: string
  readonly jobId: string
  /** Failed allocations are replaced without waiting for their delay. */
  readonly forceReschedule: boolean
}

export function decideEvaluateJob(state: State, command: EvaluateJob, stamp: Stamp): Proposal | Refusal {
  const { namespace, jobId, forceReschedule } = command
  if (jobId === '') return refuse('evaluate-job-id-missing')
  const job = state.tables.jobs.get(jobKey(namespace, jobId))
  if (!job) return refuse('job-not-found')
  if (isPeriodic(job.document)) return refuse('evaluate-periodic')
  if (isParameterized(job.document)) return refuse('evaluate-parameterized')

  const evaluation = askEvaluation(state, stamp, { ...aboutJob(job, 'job-register'), jobModifyIndex: job.modifyIndex })
  const forced = forceReschedule ? replaceable(state, job) : []
  const transitions = forced.map(({ id }) => ({ allocationId: id, transition: { forceReschedule: true } }))
  return {
    changes: [{ type: 'TransitionAllocations', transitions, evaluations: [evaluation] }],
    answer: ({ lastIndex }) => ({
      evaluationId: evaluation.id,
      evaluationCreateIndex: lastIndex,
      jobModifyIndex: job.modifyIndex,
    }),
  }
}

function replaceable({ tables }: State, job: Job): readonly Allocation[] {
  return [...tables.allocations.by('job', jobKey(job.namespace, job.id))].filter((allocation) => {
    if (allocation.job?.createIndex !== job.createIndex || allocation.clientStatus !== 'failed') return false
    if (allocation.nextAllocation !== '' || allocation.desiredTransition.forceReschedule) return false
    const policy = groupOf(job.document, allocation.group)?.ReschedulePolicy
    return policy ? policy.Attempts > 0 || policy.Unlimited : false
  })
}

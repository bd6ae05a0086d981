// Stops one allocation and has it replaced elsewhere. Rules: client-surface §3.9.

import { jobKey } from '../entities/job.ts'
import { storedId, uuidFault } from '../entities/uuid.ts'
import type { Stamp } from '../entry.ts'
import type { Proposal } from '../proposal.ts'
import { type Refusal, refuse } from '../refusal.ts'
import type { State } from '../state.ts'
import { aboutJob, askEvaluation } from './asked.ts'

/** Asks to stop an allocation, terminal or not. */
export interface StopAllocation {
  readonly allocationId: string
  readonly noShutdownDelay: boolean
  readonly reschedule: boolean
}

export function decideStopAllocation(state: State, command: StopAllocation, stamp: Stamp): Proposal | Refusal {
  const { allocationId, noShutdownDelay, reschedule } = command
  if (allocationId === '') return refuse('allocation-id-missing')
  const fault = uuidFault(allocationId)
  if (fault !== undefined) return refuse('allocation-lookup', fault)
  const allocation = state.tables.allocations.get(storedId(allocationId))
  if (!allocation) return refuse('allocation-unknown', allocationId)
  // The job as it was attached to the allocation counts, not the current one.
  const job = allocation.job ?? state.tables.jobs.get(jobKey(allocation.namespace, allocation.jobId))
  if (!job) return refuse('job-not-found')

  const evaluation = askEvaluation(state, stamp, { ...aboutJob(job, 'alloc-stop'), jobModifyIndex: job.modifyIndex })
  const transition = { migrate: true, noShutdownDelay, reschedule }
  return {
    changes: [
      {
        type: 'TransitionAllocations',
        transitions: [{ allocationId: allocation.id, transition }],
        evaluations: [evaluation],
      },
    ],
    answer: () => ({ evaluationId: evaluation.id }),
  }
}

// Stops a job, or purges it. Rules: semantics/4 §3.5.

import { jobKey } from '../entities/job.ts'
import type { Stamp } from '../entry.ts'
import { isParameterized, isPeriodic } from '../job-document/document.ts'
import { type Proposal, propose } from '../proposal.ts'
import { type Refusal, refuse } from '../refusal.ts'
import type { State } from '../state.ts'
import { aboutJob, askEvaluation } from './asked.ts'

/** Asks to stop a job. An unknown job is no error: nothing is written, and every index answered is zero. */
export interface StopJob {
  readonly namespace: string
  readonly jobId: string
  /** Delete the job with its versions, deployments and allocations. */
  readonly purge: boolean
  readonly noShutdownDelay: boolean
  /** Of the evaluation; zero: the job's. */
  readonly evaluationPriority: number
}

export function decideStopJob(state: State, command: StopJob, stamp: Stamp): Proposal | Refusal {
  const { namespace, jobId, purge, noShutdownDelay, evaluationPriority } = command
  if (jobId === '') return refuse('stop-job-id-missing')
  const job = state.tables.jobs.get(jobKey(namespace, jobId))
  if (!job) return { changes: [], answer: () => ({ index: 0 }) }

  const priority = evaluationPriority || job.document.Priority
  const template = isPeriodic(job.document) || isParameterized(job.document)
  const type = state.quirks.stopsAsService ? 'service' : job.document.Type
  const asked = { ...aboutJob(job, 'job-deregister'), type, priority }
  const evaluation = template ? undefined : askEvaluation(state, stamp, asked)
  const change = propose({
    type: 'DeregisterJob',
    namespace,
    jobId: job.id,
    purge,
    noShutdownDelay,
    submitTime: stamp.at,
    evaluation,
  })
  return {
    ...change,
    answer: ({ lastIndex }) => ({
      ...(evaluation && { evaluationId: evaluation.id }),
      evaluationCreateIndex: lastIndex,
      jobModifyIndex: lastIndex,
    }),
  }
}

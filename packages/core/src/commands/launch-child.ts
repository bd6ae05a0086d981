// Writes a child of a periodic or parameterized job with its evaluation, in one entry. Rules: semantics/4 §3.6, §8.1.

import { type Job, jobKey } from '../entities/job.ts'
import type { Stamp } from '../entry.ts'
import type { Proposal } from '../proposal.ts'
import type { State } from '../state.ts'
import { aboutJob, askEvaluation } from './asked.ts'

/** Who launches, when, and why. */
export interface Launch {
  readonly stamp: Stamp
  readonly triggeredBy: 'job-register' | 'periodic-job'
}

/** Version, stability and tag are the parent's: the child is a copy of its row. */
export function launchChild(state: State, child: Job, { stamp, triggeredBy }: Launch): Proposal {
  const evaluation = askEvaluation(state, stamp, aboutJob(child, triggeredBy))
  return {
    changes: [
      {
        type: 'RegisterJob',
        job: child,
        evaluation,
        submission: undefined,
        enforceIndex: undefined,
        preserveCounts: false,
        preserveResources: false,
        deployment: undefined,
      },
    ],
    answer: ({ tables, lastIndex }) => ({
      evaluationId: evaluation.id,
      evaluationCreateIndex: lastIndex,
      dispatchedJobId: child.id,
      jobCreateIndex: tables.jobs.get(jobKey(child.namespace, child.id))?.createIndex ?? lastIndex,
    }),
  }
}

// Registers a job as its author sent it. A job that says what the current one says is only looked at again.
// Rules: semantics/4 §2.

import type { Stamp } from '../entry.ts'
import type { Proposal } from '../proposal.ts'
import { type Refusal, refuse } from '../refusal.ts'
import type { State } from '../state.ts'
import { refusesJobs } from './asked.ts'
import { type Registration, register } from './registration.ts'

/** Asks to register a job; `registration` undefined stands for a request without a job. */
export interface SubmitJob {
  /** The request's namespace, which must be the job's. */
  readonly namespace: string
  readonly registration: Registration | undefined
}

export function decideSubmitJob(
  state: State,
  { namespace, registration }: SubmitJob,
  stamp: Stamp,
): Proposal | Refusal {
  if (!registration) return refuse('submitted-job-missing')
  if (refusesJobs(state)) return refuse('registration-disabled')
  const named = registration.document.Namespace
  if (namespace !== (named || 'default')) return refuse('namespace-mismatch', namespace, named)
  return register(state, registration, stamp)
}

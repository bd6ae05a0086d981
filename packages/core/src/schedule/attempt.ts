// One attempt at an evaluation: the state it sees, and what it has loaded of its job. Rules: semantics/2 §4.2 steps 1
// to 3.

import type { Allocation } from '../entities/allocation.ts'
import type { Evaluation } from '../entities/evaluation.ts'
import { type Job, jobKey } from '../entities/job.ts'
import { deriveId } from '../id.ts'
import type { Trigger } from '../manager.ts'
import type { Quirks } from '../quirks.ts'
import type { State } from '../state.ts'
import type { Micros } from '../time.ts'
import { newStaging, type Staging } from './staging.ts'
import { type Tainted, taintedNodes } from './tainted.ts'

/** What is asked: one evaluation, at an instant. */
export interface Request {
  readonly evaluation: Evaluation
  readonly at: Micros
  readonly quirks: Quirks
  readonly ties?: Trigger['ties']
  readonly finds?: Trigger['finds'] | undefined
}

/** A request with everything of the job that it concerns. */
export interface Attempt extends Request {
  readonly state: State
  /** Undefined when it was purged. */
  readonly job: Job | undefined
  /** All of the job id, whatever their version, status or incarnation. */
  readonly allocations: readonly Allocation[]
  readonly tainted: Tainted
  readonly staging: Staging
  /** The next id of this attempt. */
  readonly newId: () => string
}

/** Loads what an attempt looks at. */
export function beginAttempt(state: State, request: Request): Attempt {
  const { namespace, jobId } = request.evaluation
  const key = jobKey(namespace, jobId)
  const allocations = [...state.tables.allocations.by('job', key)]
  // What is spread comes last here, which engines do much faster than fields that come after.
  return {
    state,
    job: state.tables.jobs.get(key),
    allocations,
    tainted: taintedNodes(state, allocations),
    staging: newStaging(state, request.finds),
    newId: idSource(state),
    ...request,
  }
}

// The namespace of the ids keeps them apart from those that entries derive for themselves.
function idSource(state: State): () => string {
  let ordinal = 0
  return () => {
    ordinal += 1
    return deriveId(`${state.seed}/scheduler`, state.lastIndex, ordinal)
  }
}

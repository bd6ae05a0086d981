// The evaluations that operators' commands ask for, with their ids. Rules: semantics/1 §1.6, semantics/4 §5.3.

import { type Evaluation, newEvaluation } from '../entities/evaluation.ts'
import type { Job } from '../entities/job.ts'
import type { Stamp } from '../entry.ts'
import { deriveId } from '../id.ts'
import { fieldOf } from '../json.ts'
import type { State } from '../state.ts'

/** What an evaluation is about. */
export type Asked = Pick<Evaluation, 'namespace' | 'priority' | 'type' | 'triggeredBy' | 'jobId'> & Partial<Evaluation>

/** A pending evaluation, asked for now. `ordinal` tells apart several of one command. */
export function askEvaluation(state: State, stamp: Stamp, asked: Asked, ordinal = 0): Evaluation {
  const evaluation = newEvaluation({ id: '', ...asked })
  return { ...evaluation, id: askId(state, stamp, ordinal), createTime: stamp.at, modifyTime: stamp.at }
}

/** What an evaluation of a job is about. */
export function aboutJob(job: Job, triggeredBy: string): Asked {
  const { namespace, id, document } = job
  return { namespace, jobId: id, priority: document.Priority, type: document.Type, triggeredBy }
}

/** Whether the scheduler's configuration refuses jobs, except those of a management token. */
export function refusesJobs({ schedulerConfiguration }: State): boolean {
  return fieldOf(schedulerConfiguration?.document, 'RejectJobRegistration') === true
}

/** An id of the entry that the command will write: the caller's own while there are any, then a derived one. */
export function askId(state: State, stamp: Stamp, ordinal: number): string {
  return stamp.ids?.[ordinal] ?? deriveId(state.seed, state.lastIndex + 1, ordinal)
}

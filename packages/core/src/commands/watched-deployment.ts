// The deployment that an operator's command names, with the job that its watcher keeps: every command about a deployment begins
// here. Rules: client-surface §3.1, semantics/3 §1.3.8.

import { type Deployment, isTerminal } from '../entities/deployment.ts'
import type { Evaluation } from '../entities/evaluation.ts'
import { type Job, jobKey } from '../entities/job.ts'
import { storedId, uuidFault } from '../entities/uuid.ts'
import type { Stamp } from '../entry.ts'
import { type Refusal, refuse } from '../refusal.ts'
import type { State } from '../state.ts'
import { aboutJob, askEvaluation } from './asked.ts'

/** An active deployment and the job as its watcher found it first. */
export interface WatchedDeployment {
  readonly deployment: Deployment
  readonly job: Job
}

/** The refusal of a command for a deployment that is over. */
export type TerminalRefusal =
  | 'cannot-pause-terminal'
  | 'cannot-resume-terminal'
  | 'cannot-promote-terminal'
  | 'cannot-fail-terminal'
  | 'cannot-set-health-terminal'
  | 'cannot-unblock-terminal'
  | 'cannot-run-terminal'
  | 'cannot-cancel-terminal'

/** The active deployment with this id, or why there is none to act on. */
export function watchedDeployment(
  state: State,
  id: string,
  whenTerminal: TerminalRefusal,
): WatchedDeployment | Refusal {
  if (id === '') return refuse('deployment-id-missing')
  const fault = uuidFault(id)
  if (fault !== undefined) return refuse('deployment-lookup', fault)
  const deployment = state.tables.deployments.get(storedId(id))
  if (!deployment) return refuse('deployment-not-found')
  if (isTerminal(deployment)) return refuse(whenTerminal)
  return watchedBy(state, deployment) ?? refuse('deployment-job-unknown', deployment.id, deployment.jobId)
}

/**
 * The deployment with the job as its watcher found it first. Undefined when the job was purged before anybody looked:
 * such a deployment has no watcher (semantics/3 §1.1).
 */
export function watchedBy(state: State, deployment: Deployment): WatchedDeployment | undefined {
  const job = deployment.watch?.job ?? state.tables.jobs.get(jobKey(deployment.namespace, deployment.jobId))
  return job && { deployment, job }
}

/** The evaluation that a deployment's watcher asks for. */
export function watcherEvaluation(state: State, stamp: Stamp, { deployment, job }: WatchedDeployment): Evaluation {
  const priority = deployment.evaluationPriority || job.document.Priority
  const { namespace, jobId, id } = deployment
  const asked = { deploymentId: id, ...aboutJob(job, 'deployment-watcher'), namespace, jobId, priority }
  return askEvaluation(state, stamp, asked)
}

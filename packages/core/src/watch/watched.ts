// What a watcher knows of its deployment, and the evaluation it asks for.

import { type WatchedDeployment, watcherEvaluation } from '../commands/watched-deployment.ts'
import type { Deployment } from '../entities/deployment.ts'
import type { Evaluation } from '../entities/evaluation.ts'
import { jobKey } from '../entities/job.ts'
import { deriveId } from '../id.ts'
import type { State } from '../state.ts'
import type { Micros } from '../time.ts'

/**
 * The deployment with the job as the watcher found it first. Undefined when the job was purged before anybody looked:
 * such a deployment has no watcher (semantics/3 §1.1).
 */
export function watchedBy(state: State, deployment: Deployment): WatchedDeployment | undefined {
  const job = deployment.watch?.job ?? state.tables.jobs.get(jobKey(deployment.namespace, deployment.jobId))
  return job && { deployment, job }
}

/** The evaluation that the watcher itself asks for; its id is told apart by the deployment, since several may ask at once. */
export function ownEvaluation(state: State, about: WatchedDeployment, at: Micros): Evaluation {
  const id = deriveId(`${state.seed}/${about.deployment.id}`, state.lastIndex + 1, 0)
  return watcherEvaluation(state, { at, term: state.term, by: 'watcher', ids: [id] }, about)
}

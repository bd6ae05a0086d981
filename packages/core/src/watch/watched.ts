// The evaluation that a watcher asks for by itself.

import { type WatchedDeployment, watcherEvaluation } from '../commands/watched-deployment.ts'
import type { Evaluation } from '../entities/evaluation.ts'
import { deriveId } from '../id.ts'
import type { State } from '../state.ts'
import type { Micros } from '../time.ts'

/** The evaluation that the watcher itself asks for; its id is told apart by the deployment, since several may ask at once. */
export function ownEvaluation(state: State, about: WatchedDeployment, at: Micros): Evaluation {
  const id = deriveId(`${state.seed}/${about.deployment.id}`, state.lastIndex + 1, 0)
  return watcherEvaluation(state, { at, term: state.term, by: 'watcher', ids: [id] }, about)
}

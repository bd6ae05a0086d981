// Event type → the folds of the tables that it concerns, and the indexes that it moves. Total: it never refuses.

import type { Draft } from './draft.ts'
import { aclFolds } from './entities/acl-folds.ts'
import { allocationFolds } from './entities/allocation-folds.ts'
import { clusterFolds } from './entities/cluster-folds.ts'
import { deletionFolds } from './entities/deletion-folds.ts'
import { deploymentFolds } from './entities/deployment-folds.ts'
import { evaluationFolds } from './entities/evaluation-folds.ts'
import { importFolds } from './entities/import-folds.ts'
import { jobFolds } from './entities/job-folds.ts'
import { nodeFolds } from './entities/node-folds.ts'
import { registrationFolds } from './entities/registration-folds.ts'
import { summaryFolds } from './entities/summary-folds.ts'
import { timerFolds } from './entities/timer-folds.ts'
import type { Event, EventMap, EventType } from './event.ts'
import { watchFolds } from './watch/watch-folds.ts'

/** How one fact changes the tables. It may write only what the fact concerns. */
export type Fold<T extends EventType> = (draft: Draft, event: EventMap[T]) => void

/** A set of folds by event type. */
export type Folds<T extends EventType> = { readonly [K in T]: Fold<K> }

const folds: Folds<EventType> = {
  ...aclFolds,
  ...allocationFolds,
  ...clusterFolds,
  ...deletionFolds,
  ...deploymentFolds,
  ...evaluationFolds,
  ...importFolds,
  ...jobFolds,
  ...nodeFolds,
  ...registrationFolds,
  ...summaryFolds,
  ...timerFolds,
  ...watchFolds,
}

/** Folds one event into the draft's tables. */
export function evolve<T extends EventType>(draft: Draft, event: Event<T>): void {
  const fold: Fold<T> = folds[event.type]
  fold(draft, event)
}

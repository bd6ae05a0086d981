// How each fact changes what a watcher remembers. The deployment's own indexes and times stay as they are.

import type { Draft } from '../draft.ts'
import { newWatch, type Watch, watchOf } from '../entities/deployment.ts'
import { editDeployment } from '../entities/deployment-copy.ts'
import type { Folds } from '../evolve.ts'
import { zero } from '../time.ts'
import type { WatchEvents } from './watch-events.ts'

export const watchFolds: Folds<keyof WatchEvents> = {
  DeploymentWatched: (draft, { deploymentId, job }) => remember(draft, deploymentId, () => ({ ...newWatch, job })),
  WatchWindowOpened: (draft, { deploymentId, due, evaluation, grants }) =>
    remember(draft, deploymentId, (watch) => ({
      ...watch,
      windowDue: due,
      windowEvaluation: evaluation,
      windowGrants: grants,
    })),
  WatchWindowClosed: (draft, { deploymentId }) =>
    remember(draft, deploymentId, (watch) => ({
      ...watch,
      windowDue: zero,
      windowEvaluation: false,
      windowGrants: [],
    })),
  DeadlineSkipped: (draft, { deploymentId, cutoff }) =>
    remember(draft, deploymentId, (watch) => ({ ...watch, deadlineHit: true, deadlineSkipped: cutoff })),
}

function remember(draft: Draft, deploymentId: string, change: (watch: Watch) => Watch): void {
  editDeployment(draft, deploymentId, (row) => {
    row.watch = change(watchOf(row))
  })
}

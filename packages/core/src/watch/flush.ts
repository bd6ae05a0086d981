// Flushes the open batches: one entry grants the reschedules of all deployments whose batch is due, with one evaluation for each.
// Rules: semantics/3 §1.3.4.

import type { Command } from '../command.ts'
import { watchedBy } from '../commands/watched-deployment.ts'
import { isActive, watchOf } from '../entities/deployment.ts'
import type { State } from '../state.ts'
import { earliest, type Micros } from '../time.ts'
import { flushDue } from './wake.ts'
import { ownEvaluation } from './watched.ts'

/** The commands that flush, or none when no batch is due. */
export function flushWindows(state: State, at: Micros): readonly Command[] {
  const open = [...state.tables.deployments.by('window', '')].filter(isActive)
  const deployments = open.filter((deployment) => watchOf(deployment).windowDue <= at)
  const due = earliest(deployments.map(flushDue))
  if (due === undefined || due > at) return []
  const grants = deployments.flatMap((deployment) => watchOf(deployment).windowGrants)
  return [
    ...deployments.map(({ id }): Command => ({ type: 'NoteWatch', deploymentId: id, window: null })),
    {
      type: 'TransitionAllocations',
      transitions: grants.map((allocationId) => ({ allocationId, transition: { reschedule: true } })),
      evaluations: deployments.flatMap((deployment) => {
        const about = watchedBy(state, deployment)
        return about ? [ownEvaluation(state, about, at)] : []
      }),
    },
  ]
}

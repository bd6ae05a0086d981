// Flushes the open batches: one entry grants the reschedules of all deployments whose batch is due, with one evaluation for each.
// Rules: semantics/3 §1.3.4.

import type { Command } from '../command.ts'
import { watchedBy } from '../commands/watched-deployment.ts'
import { type Deployment, isTerminal } from '../entities/deployment.ts'
import type { State } from '../state.ts'
import { type Micros, plus, zero } from '../time.ts'
import { handOver } from './wake.ts'
import { ownEvaluation } from './watched.ts'

/** The commands that flush, or none when no batch is due. */
export function flushWindows(state: State, at: Micros): readonly Command[] {
  if (state.tables.deployments.countBy('window', '') === 0) return []
  const handedOver = [...openWindows(state)].filter(({ windowDue }) => windowDue <= at)
  const first = handedOver.reduce((least, { windowDue }) => (windowDue < least ? windowDue : least), at)
  if (handedOver.length === 0 || plus(first, handOver) > at) return []
  const deployments = handedOver.map(({ deployment }) => deployment)
  const grants = deployments.flatMap((deployment) => deployment.watch?.windowGrants ?? [])
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

interface OpenWindow {
  readonly deployment: Deployment
  readonly windowDue: Micros
}

function* openWindows(state: State): Iterable<OpenWindow> {
  for (const deployment of state.tables.deployments.by('window', '')) {
    const windowDue = deployment.watch?.windowDue ?? zero
    if (windowDue !== zero && !isTerminal(deployment)) yield { deployment, windowDue }
  }
}

// When something that concerns a rollout happens by itself, because everything it takes is there already.

import { markingDue } from '../drain/deadlines.ts'
import { earliest, type Micros } from '../time.ts'
import { flushDue } from '../watch/wake.ts'
import { leavingGroups } from './drain-waits.ts'
import type { Rollout } from './rollout-facts.ts'

/** When an evaluation is about to run, or a batch of the watcher or of the drainer to be flushed; undefined when none is. */
export function reactionDue(rollout: Rollout): Micros | undefined {
  const { state, deployment, evaluations } = rollout
  if (evaluations.some(({ status, waitUntil }) => status === 'pending' && waitUntil <= state.at)) return state.at
  return earliest([flushDue(deployment), ...leavingGroups(rollout).map(() => markingDue(state))])
}

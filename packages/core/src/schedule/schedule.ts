// The scheduler: evaluations in, plans and evaluations out. It remembers nothing between calls; what waits, and for
// what, is in the evaluations themselves. Rules: semantics/2 §4, §5, semantics/4 §5.

import type { Command } from '../command.ts'
import type { Manager, Trigger } from '../manager.ts'
import type { State } from '../state.ts'
import { earliest } from '../time.ts'
import type { Request } from './attempt.ts'
import { nextEvaluation, nextReady, nextRetry } from './broker.ts'
import { processEvaluation } from './process-evaluation.ts'
import { speculate } from './speculate.ts'
import { wokenEvaluations } from './wake.ts'

/** The scheduler of all jobs, with the oddities of the state. */
export const scheduler: Manager = {
  name: 'scheduler',
  react: (state, trigger) => (isPaused(state) ? [] : react(state, trigger)),
  nextWakeup: (state) => (isPaused(state) ? undefined : earliest([nextReady(state), nextRetry(state)])),
}

// Blocked evaluations are woken by entries that are shown only once, so all of them are worked on at once; pending
// ones wait in the state and are taken one for each call.
function react(state: State, trigger: Trigger): readonly Command[] {
  const circumstances = { quirks: state.quirks, ...trigger }
  const woken = wokenEvaluations(state, trigger)
  if (woken.length > 0)
    return runAll(
      state,
      woken.map(({ id }) => id),
      circumstances,
    )
  const evaluation = nextEvaluation(state, trigger.at)
  return evaluation ? processEvaluation(state, { evaluation, ...circumstances }) : []
}

type Circumstances = Omit<Request, 'evaluation'>

function runAll(state: State, ids: readonly string[], circumstances: Circumstances): readonly Command[] {
  const commands: Command[] = []
  let current = state
  for (const id of ids) {
    const evaluation = current.tables.evaluations.get(id)
    if (evaluation?.status !== 'blocked') continue
    const answer = processEvaluation(current, { evaluation, ...circumstances })
    commands.push(...answer)
    current = speculate(current, answer, circumstances.at)
  }
  return commands
}

function isPaused({ schedulerConfiguration }: State): boolean {
  return schedulerConfiguration?.pauseEvaluationBroker === true
}

// Sets what holds for all scheduling: algorithm, preemption, whether evaluations run and jobs may be registered.
// Rules: semantics/1 §3.15.

import { fieldOf, type JsonObject } from '../json.ts'
import type { Proposal } from '../proposal.ts'
import { type Refusal, refuse } from '../refusal.ts'
import type { State } from '../state.ts'

/** Asks to set the configuration. */
export interface ConfigureScheduler {
  /** All fields under Nomad's names, without indexes. */
  readonly document: JsonObject
  /** The ModifyIndex that it must still have; undefined: whatever. A mismatch changes nothing and is not refused. */
  readonly expectedIndex: number | undefined
}

const algorithms = ['binpack', 'spread']

export function decideConfigureScheduler(_state: State, command: ConfigureScheduler): Proposal | Refusal {
  const algorithm = fieldOf(command.document, 'SchedulerAlgorithm')
  if (typeof algorithm !== 'string' || !algorithms.includes(algorithm))
    return refuse('scheduler-algorithm', String(algorithm))
  const pauseEvaluationBroker = fieldOf(command.document, 'PauseEvalBroker') === true
  return {
    changes: [
      {
        type: 'SetSchedulerConfiguration',
        configuration: { pauseEvaluationBroker, document: command.document },
        expectedIndex: command.expectedIndex,
      },
    ],
    answer: ({ schedulerConfiguration, lastIndex }) => ({ updated: schedulerConfiguration?.modifyIndex === lastIndex }),
  }
}

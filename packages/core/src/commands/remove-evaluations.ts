// Deletes evaluations that a person names, while the broker is paused. Rules: semantics/1 §3.10.

import { storedId, uuidFault } from '../entities/uuid.ts'
import { type Proposal, propose } from '../proposal.ts'
import { type Refusal, refuse } from '../refusal.ts'
import type { State } from '../state.ts'

/** Asks to delete evaluations. */
export interface RemoveEvaluations {
  readonly evaluationIds: readonly string[]
}

export function decideRemoveEvaluations(state: State, command: RemoveEvaluations): Proposal | Refusal {
  if (!state.schedulerConfiguration?.pauseEvaluationBroker) return refuse('eval-broker-enabled')
  for (const id of command.evaluationIds) {
    const fault = uuidFault(id)
    if (fault !== undefined) return refuse('evaluation-list-lookup', fault)
    if (!state.tables.evaluations.has(storedId(id))) return refuse('evaluation-missing')
  }
  const evaluationIds = command.evaluationIds.map(storedId)
  return propose({ type: 'DeleteEvaluations', evaluationIds, allocationIds: [], userInitiated: true })
}

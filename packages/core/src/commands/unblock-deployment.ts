// Lets a multi-region deployment go on, run or be cancelled: without multi-region jobs nothing happens but the checks.
// Rules: semantics/3 §1.3.8, client-surface §3.1.

import type { Proposal } from '../proposal.ts'
import { isRefusal, type Refusal } from '../refusal.ts'
import type { State } from '../state.ts'
import { type TerminalRefusal, watchedDeployment } from './watched-deployment.ts'

/** Asks what only a multi-region deployment waits for. Accepted, without effect and without an index. */
export interface UnblockDeployment {
  readonly deploymentId: string
  readonly verb: 'unblock' | 'run' | 'cancel'
}

export function decideUnblockDeployment(state: State, { deploymentId, verb }: UnblockDeployment): Proposal | Refusal {
  const watched = watchedDeployment(state, deploymentId, whenTerminal[verb])
  return isRefusal(watched) ? watched : { changes: [], answer: () => ({ index: 0 }) }
}

const whenTerminal: Readonly<Record<UnblockDeployment['verb'], TerminalRefusal>> = {
  unblock: 'cannot-unblock-terminal',
  run: 'cannot-run-terminal',
  cancel: 'cannot-cancel-terminal',
}

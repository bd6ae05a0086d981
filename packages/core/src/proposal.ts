// What an operator's command amounts to, before anything is written.

import type { Change, Reply } from './command.ts'
import type { State } from './state.ts'

/** Changes in order, one entry each, and what to answer once they are made. */
export interface Proposal {
  readonly changes: readonly Change[]
  /** Added to the reply; it may look at the state after the last change. */
  readonly answer: (after: State) => Partial<Reply>
}

/** A proposal of changes whose reply needs nothing beyond the index. */
export function propose(...changes: readonly Change[]): Proposal {
  return { changes, answer: () => ({}) }
}

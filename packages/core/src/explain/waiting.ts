// What a deployment waits for, as data.

import type { OperatorCommand } from '../command.ts'
import type { Micros } from '../time.ts'

/** What would clear a blocker. */
export type Unblocker =
  | { readonly kind: 'command'; readonly command: OperatorCommand }
  /** The nodes, or an operator, find these allocations healthy. */
  | { readonly kind: 'health'; readonly allocationIds: readonly string[] }
  /** Room for this many more allocations of the job. */
  | { readonly kind: 'room'; readonly count: number }
  /** Nothing but time. */
  | { readonly kind: 'time'; readonly at: Micros }

/** One thing that a deployment waits for. `groups`: whom it holds up. */
export interface Blocker {
  readonly kind:
    | 'pause'
    | 'health'
    | 'canary-health'
    | 'unhealthy'
    | 'promotion'
    | 'capacity'
    | 'delay'
    | 'reaction'
    | 'drain'
    | 'evaluation'
    | 'stuck'
  readonly groups: readonly string[]
  readonly unblock: Unblocker
}

/** What a deployment waits for, and what ends the wait in any case: the instant at which its deadline is judged. */
export interface Waiting {
  readonly blockers: readonly Blocker[]
  readonly deadline: Micros | undefined
}

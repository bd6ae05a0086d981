// Command type → its decider, and nothing else: operators' commands become changes, changes become events.

import { applyNoteWatch } from './changes/note-watch.ts'
import { applySetTimer } from './changes/set-timer.ts'
import { applyUpdateDeploymentStatus } from './changes/update-deployment-status.ts'
import type { Change, ChangeMap, OperatorCommandMap, Reply } from './command.ts'
import { decidePauseDeployment } from './commands/pause-deployment.ts'
import type { Draft } from './draft.ts'
import type { Stamp } from './entry.ts'
import type { Refusal } from './refusal.ts'
import type { State } from './state.ts'

/** What an operator's command amounts to: changes in order, one entry each, and what to answer once they are made. */
export interface Proposal {
  readonly changes: readonly Change[]
  /** Added to the reply; it may look at the state after the last change. */
  readonly answer: (after: State) => Partial<Reply>
}

/** A proposal of changes whose reply needs nothing beyond the index. */
export function propose(...changes: readonly Change[]): Proposal {
  return { changes, answer: () => ({}) }
}

/** How each operator's command is decided against the committed state. */
export const deciders: {
  readonly [K in keyof OperatorCommandMap]: (state: State, command: OperatorCommandMap[K], stamp: Stamp) => Proposal | Refusal
} = {
  PauseDeployment: decidePauseDeployment,
}

/** How each change records its events. A refusal drops what was recorded since the last `keep`. */
export const appliers: { readonly [K in keyof ChangeMap]: (draft: Draft, change: ChangeMap[K]) => Refusal | undefined } = {
  NoteWatch: applyNoteWatch,
  SetTimer: applySetTimer,
  UpdateDeploymentStatus: applyUpdateDeploymentStatus,
}

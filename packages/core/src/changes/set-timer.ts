// Sets or clears an instant that a process manager waits for.

import { type Draft, record } from '../draft.ts'
import type { Refusal } from '../refusal.ts'
import type { Micros } from '../time.ts'

/** A timer's new instant; undefined clears it. */
export interface SetTimer {
  readonly name: string
  readonly due: Micros | undefined
}

export function applySetTimer(draft: Draft, { name, due }: SetTimer): Refusal | undefined {
  if (due !== undefined) record(draft, { type: 'TimerSet', name, due })
  else if (draft.tables.timers.has(name)) record(draft, { type: 'TimerCleared', name })
  return undefined
}

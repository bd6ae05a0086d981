// Freezes what a step made: rows and entries are values, and whoever changes one in place is caught at once.

import type { Entry, State } from '@cutover/core'
import { diffStates } from '@cutover/core/explain'

/** Freezes the rows that are new in a state, and the entries that made them, to the bottom. */
export function freezeStep(before: State, entries: readonly Entry[], after: State): void {
  for (const entry of entries) freeze(entry)
  for (const { after: row } of diffStates(before, after)) if (row) freeze(row)
}

/** Freezes a value to the bottom. What is frozen already is taken to be frozen all the way down. */
export function freeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
  Object.freeze(value)
  for (const member of Object.values(value)) freeze(member)
  return value
}

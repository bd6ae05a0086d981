// What an invariant is: a named formula over an entry and the states around it.

import type { EventType, QuirkName } from '@cutover/core'
import type { EntryStep, TouchedTable } from './entry-step.ts'

/** What of an entry a formula speaks about: rows of a table that it touched, facts of a type that it holds. */
export type Subject = TouchedTable | EventType

/** A formula that must hold of every entry. */
export interface Invariant {
  readonly name: string
  /** The numbers of the semantics that it says: document, then number. */
  readonly sources: readonly string[]
  /** An entry with nothing of these cannot break it, and is not asked about. Default: every entry is. */
  readonly about?: readonly Subject[]
  /** Recorded servers break it because of this oddity: it is claimed only of states without it. */
  readonly quirk?: QuirkName
  /** Claimed only where every plan comes from our own process managers: replicated plans of strangers may break it. */
  readonly managed?: true
  /** Looks at nothing but rows, before and after: an event stream tells it too. */
  readonly rows?: true
  /** Costs a multiple of the entry itself. */
  readonly costly?: true
  /** The places that break it; none when it holds. */
  readonly broken: (step: EntryStep) => readonly string[]
}

// A log entry: one index, one instant, one cause, some events. The unit of replay, of blocking queries and of teaching.

import type { RequestRecord } from './entities/answered-request.ts'
import type { Event } from './event.ts'
import type { Micros } from './time.ts'

/** A position in the log, gap-free, from 1. Zero is "never". */
export type Index = number

/** Who brings something about: people, the fleet's reports, or one of the process managers. */
export type Origin = 'operator' | 'fleet' | 'scheduler' | 'watcher' | 'drainer' | 'housekeeping' | 'import'

/** What was asked, by whom, and, for a process manager, after which entry. */
export interface Cause {
  /** The replicated change that was decided (its type names the event type on Nomad's stream). */
  readonly change: string
  /** The operator's command behind it, when that is something else. */
  readonly command: string
  readonly by: Origin
  /** The token or person behind an operator's command; empty when unknown. */
  readonly actor: string
  /** The entry that a process manager reacted to; zero for everything from outside, and for what only time brought about. */
  readonly after: Index
}

/** What is committed. */
export interface Entry {
  readonly index: Index
  readonly term: number
  readonly at: Micros
  readonly cause: Cause
  readonly events: readonly Event[]
  /** How many events there were when each transaction but the last ended; absent when there was only one (semantics/1 §0). */
  readonly batches?: readonly number[]
  /** What the request behind it was answered; only where that came with a key, and only in the first of its entries. */
  readonly request?: RequestRecord
}

/** What comes with a command from outside the core: the instant, the term, who asks, and ids if the caller brings its own. */
export interface Stamp {
  readonly at: Micros
  readonly term: number
  readonly by: Origin
  readonly actor?: string
  readonly after?: Index
  /** Ids to use instead of derived ones, in the order in which they are needed. */
  readonly ids?: readonly string[]
}

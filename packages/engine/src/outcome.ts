// What a caller hears of a submitted command: a closed list, never an exception for what can be foreseen.

import type { Index, Json, Refusal, Reply } from '@cutover/core'

/** The command is durable. `refusal` is set when an earlier part was kept and a later one refused (semantics/1 §3.2). */
export interface Accepted {
  readonly outcome: 'accepted'
  readonly reply: Reply
  /** The indexes of the entries it brought about, those of the process managers' answers included; empty when none. */
  readonly indexes: readonly Index[]
  readonly refusal: Refusal | undefined
  /** What was kept beside the answer to a command with a key. */
  readonly note?: Json
}

/** The core says no; the log is as it was. */
export interface Refused {
  readonly outcome: 'refused'
  readonly refusal: Refusal
}

/** Too many commands wait already; nothing was done. */
export interface Overloaded {
  readonly outcome: 'overloaded'
  readonly waiting: number
}

/** The store could not take it. Reads go on. `certain` false: it may have been written all the same. */
export interface StorageFailed {
  readonly outcome: 'storage-failed'
  readonly reason: string
  readonly certain: boolean
}

/** Nobody leads the cluster just now; nothing was done. */
export interface NoLeader {
  readonly outcome: 'no-leader'
}

/** The engine is closed; nothing was done. */
export interface Closed {
  readonly outcome: 'closed'
}

/** Every way in which `submit` resolves. */
export type Submitted = Accepted | Refused | Overloaded | StorageFailed | NoLeader | Closed

/** What may have been written all the same. */
export function inDoubt(reason: string): StorageFailed {
  return { outcome: 'storage-failed', reason, certain: false }
}

/** What went wrong, in words. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

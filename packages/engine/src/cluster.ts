// Several engines on one log: who of them writes. The port that a cluster fills (NATS: `@cutover/log-nats`).

import { type Entry, type Index, milliseconds, plus } from '@cutover/core'
import type { Clock } from './clock.ts'

/** What a cluster asks of an engine that has joined it. */
export interface Member {
  /**
   * From now on this engine writes, with a term that nobody had before. Resolves once it has read all that was written before, and
   * the managers have been asked; rejects when the log cannot be read or written, to be called again.
   */
  readonly lead: (term: number) => Promise<void>
  /** From now on it does not. */
  readonly follow: () => void
  /** Entries that others wrote, in order; those that are known already are passed over. */
  readonly learn: (entries: readonly Entry[]) => void
  /** The index of the last durable entry that this engine has folded. */
  readonly lastIndex: () => Index
}

/** A server of a cluster. */
export interface Peer {
  readonly name: string
  /** `host:port` of its HTTP listener. */
  readonly address: string
}

/** What a member knows of its cluster. */
export interface Standing {
  readonly leads: boolean
  /** Who leads, as far as is known; undefined when nobody has been heard of for too long. */
  readonly leader: Peer | undefined
  /** Milliseconds since the leader was last heard of; 0 for the leader itself. */
  readonly lastContactMs: number
  /** All servers that live, as far as is known, ourselves included, by name; absent where there is no cluster. */
  readonly peers?: readonly Peer[]
}

/** How an engine finds the others. */
export interface Cluster {
  /** Takes part until `leave`: stands for election, and hands over what others write. */
  readonly join: (member: Member) => Promise<void>
  readonly leave: () => Promise<void>
  /** The index up to which the leader has written; undefined when there is none. `confirmed`: it made sure that it still leads. */
  readonly leaderIndex: (confirmed: boolean) => Promise<Index | undefined>
  /** Hears that this engine turned out not to lead any more. */
  readonly deposed: () => void
  readonly standing: () => Standing
}

/** An engine on its own leads. */
export const alone: Standing = { leads: true, leader: undefined, lastContactMs: 0 }

/** How long a read waits for somebody to lead, in milliseconds. */
export const leaderWaitMs = 10_000
const retryMs = 100

/** Asks again until there is an answer, for as long as a leader is waited for; undefined when there was none. */
export async function onceLed<T>(clock: Clock, ask: () => Promise<T | undefined>): Promise<T | undefined> {
  for (let waited = 0; ; waited += retryMs) {
    const answer = await ask()
    if (answer !== undefined || waited >= leaderWaitMs) return answer
    await new Promise<void>((resolve) => void clock.setTimer(plus(clock.now(), milliseconds(retryMs)), resolve))
  }
}

/** What a follower has. */
export interface Follower {
  readonly lastIndex: () => Index
  /** Waits until it has an index; false when it has not in time. */
  readonly reaches: (index: Index) => Promise<boolean>
}

/** How often the leader is asked at once where we are ahead of its answer, as entries come while it is on its way. */
const looksMax = 8

/**
 * Whether a follower has what its leader has, and nothing that the leader does not know to be durable yet: who reads that of it would
 * read less of the leader afterwards. Undefined: to be asked again.
 */
export async function levelWith(
  leaderIndex: () => Promise<Index | undefined>,
  own: Follower,
): Promise<boolean | undefined> {
  for (let look = 0; look < looksMax; look++) {
    const index = await leaderIndex()
    if (index === undefined) return undefined
    if (!(await own.reaches(index))) return false
    if (own.lastIndex() <= index) return true
  }
  return undefined
}

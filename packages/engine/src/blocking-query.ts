// A read that waits until what it reads has moved past an index: Nomad's blocking query, without HTTP.
// Looked at only when one of the tables it names has changed, so that ten thousand waiters cost nothing to an unrelated write.

import { type Micros, milliseconds, plus, type State, type Tables } from '@cutover/core'
import type { Clock } from './clock.ts'
import type { Commit } from './commit.ts'

/** What to wait for. */
export interface BlockingQuery {
  /** What the caller has seen; it is answered once `indexOf` gives more. */
  readonly index: number
  /** How long to wait at most, in milliseconds; cut to the engine's `waitMsMax`. */
  readonly waitMs: number
  /** The index of what is read, from a state. Pure. */
  readonly indexOf: (state: State) => number
  /** The tables that `indexOf` reads; all when absent. */
  readonly tables?: readonly (keyof Tables)[]
  /** Ends the wait early. */
  readonly signal?: AbortSignal
}

/** Why the wait ended. */
export type WaitEnd = 'moved' | 'timed-out' | 'aborted' | 'overloaded' | 'closed'

/** The state to answer from, and why now. */
export interface Waited {
  readonly state: State
  readonly end: WaitEnd
}

/** What waiting needs from the engine. */
export interface WaitPorts {
  readonly root: () => State
  readonly clock: Clock
  readonly blockedMax: number
  readonly waitMsMax: number
}

interface Waiter {
  readonly query: BlockingQuery
  readonly end: (end: WaitEnd) => void
  readonly fail: (error: unknown) => void
}

interface Settle {
  readonly resolve: (waited: Waited) => void
  readonly reject: (error: unknown) => void
}

/** Everyone who waits. */
export class Waiters {
  readonly #ports: WaitPorts
  readonly #waiting = new Set<Waiter>()
  #isClosed = false

  constructor(ports: WaitPorts) {
    this.#ports = ports
  }

  get size(): number {
    return this.#waiting.size
  }

  /** Resolves when the query's index has moved, its time is up, or it is given up; rejects only with what `indexOf` throws. */
  async wait(query: BlockingQuery): Promise<Waited> {
    const ended = this.#endedAtOnce(query)
    if (ended) return { state: this.#ports.root(), end: ended }
    return new Promise((resolve, reject) => this.#add(query, { resolve, reject }))
  }

  /** Ends the waits that the commit answers. */
  wake(commit: Commit): void {
    for (const waiter of this.#waiting) {
      if (isConcerned(waiter.query, commit)) wakeIfMoved(waiter, commit.after)
    }
  }

  /** Ends all waits, and those still to come. */
  close(): void {
    this.#isClosed = true
    for (const waiter of this.#waiting) waiter.end('closed')
  }

  #endedAtOnce(query: BlockingQuery): WaitEnd | undefined {
    if (query.signal?.aborted) return 'aborted'
    if (hasMoved(query, this.#ports.root())) return 'moved'
    if (this.#isClosed) return 'closed'
    if (query.waitMs <= 0) return 'timed-out'
    return this.#waiting.size >= this.#ports.blockedMax ? 'overloaded' : undefined
  }

  #add(query: BlockingQuery, { resolve, reject }: Settle): void {
    const { clock, root } = this.#ports
    const cancel = clock.setTimer(this.#deadlineOf(query), () => waiter.end('timed-out'))
    const abort = (): void => waiter.end('aborted')
    const isFirst = (): boolean => {
      cancel()
      query.signal?.removeEventListener('abort', abort)
      return this.#waiting.delete(waiter)
    }
    const waiter: Waiter = {
      query,
      end: (end) => isFirst() && resolve({ state: root(), end }),
      fail: (error) => isFirst() && reject(error),
    }
    this.#waiting.add(waiter)
    query.signal?.addEventListener('abort', abort)
  }

  #deadlineOf(query: BlockingQuery): Micros {
    return plus(this.#ports.clock.now(), milliseconds(Math.min(query.waitMs, this.#ports.waitMsMax)))
  }
}

// One caller's faulty `indexOf` must neither stop the others from being woken nor the writer from writing.
function wakeIfMoved(waiter: Waiter, state: State): void {
  try {
    if (hasMoved(waiter.query, state)) waiter.end('moved')
  } catch (error) {
    waiter.fail(error)
  }
}

function hasMoved(query: BlockingQuery, state: State): boolean {
  return query.indexOf(state) > query.index
}

function isConcerned({ tables }: BlockingQuery, { before, after }: Commit): boolean {
  return tables === undefined || tables.some((name) => before.tables[name] !== after.tables[name])
}

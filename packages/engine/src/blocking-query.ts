// A read that waits until what it reads has moved past an index: Nomad's blocking query, without HTTP.
// Looked at only when the row or one of the tables it names has changed, so that ten thousand waiters cost nothing to another write.

import { type Micros, milliseconds, plus, type State, type Table, type Tables } from '@cutover/core'
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
  /** The one row that `indexOf` reads as long as it exists; its modify index moves whenever it is written. */
  readonly row?: RowKey
  /** Ends the wait early. */
  readonly signal?: AbortSignal
}

/** A row of the state. */
export interface RowKey {
  readonly table: keyof Tables
  readonly key: string
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

/** Members by the names of their groups; a group without members is none. */
class Groups<N, M> {
  readonly #members = new Map<N, Set<M>>()

  /** Adds a member to some groups; returns what takes it out again. */
  add(names: readonly N[], member: M): () => void {
    for (const name of names) {
      const group = this.#members.get(name)
      if (group) group.add(member)
      else this.#members.set(name, new Set([member]))
    }
    return () => {
      for (const name of names) this.#remove(name, member)
    }
  }

  has(name: N): boolean {
    return this.#members.has(name)
  }

  names(): Iterable<N> {
    return this.#members.keys()
  }

  of(name: N): Iterable<M> {
    return this.#members.get(name) ?? []
  }

  #remove(name: N, member: M): void {
    const group = this.#members.get(name)
    group?.delete(member)
    if (group?.size === 0) this.#members.delete(name)
  }
}

interface Settle {
  readonly resolve: (waited: Waited) => void
  readonly reject: (error: unknown) => void
}

/** Everyone who waits. */
export class Waiters {
  readonly #ports: WaitPorts
  readonly #waiting = new Set<Waiter>()
  /** Those who wait for something in a table, or in any. */
  readonly #byTable = new Groups<keyof Tables | 'any', Waiter>()
  /** Those who wait for a row, by its key in its table. */
  readonly #byRow = new Map<keyof Tables, Groups<string, Waiter>>()
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
    if (this.#waiting.size === 0) return
    for (const name of this.#byTable.names())
      if (name === 'any' || hasChanged(commit, name)) wakeAll(this.#byTable.of(name), commit.after)
    for (const [name, byKey] of this.#byRow)
      if (hasChanged(commit, name))
        for (const key of changedKeys(commit, name) ?? byKey.names()) wakeAll(byKey.of(key), commit.after)
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
      leave()
      return this.#waiting.delete(waiter)
    }
    const waiter: Waiter = {
      query,
      end: (end) => isFirst() && resolve({ state: root(), end }),
      fail: (error) => isFirst() && reject(error),
    }
    this.#waiting.add(waiter)
    const leave = this.#enter(waiter)
    query.signal?.addEventListener('abort', abort)
  }

  /** Notes what is waited for; returns what forgets it. A row that is not there is waited for with its whole table. */
  #enter(waiter: Waiter): () => void {
    const { row, tables } = waiter.query
    if (!row || !tableOf(this.#ports.root(), row.table).has(row.key))
      return this.#byTable.add(tables ?? ['any'], waiter)
    const byKey = this.#byRow.get(row.table) ?? new Groups()
    this.#byRow.set(row.table, byKey)
    return byKey.add([row.key], waiter)
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

function wakeAll(waiters: Iterable<Waiter>, state: State): void {
  for (const waiter of waiters) wakeIfMoved(waiter, state)
}

function hasChanged({ before, after }: Commit, name: keyof Tables): boolean {
  return before.tables[name] !== after.tables[name]
}

/** The keys of the rows that were written; undefined when rows are gone as well, which leave no trace. */
function changedKeys(commit: Commit, name: keyof Tables): readonly string[] | undefined {
  const [before, after] = [tableOf(commit.before, name), tableOf(commit.after, name)]
  const written = [...after.changedSince(commit.before.lastIndex)].map((row) => after.keyOf(row))
  const added = written.filter((key) => !before.has(key))
  return after.size < before.size + added.length ? undefined : written
}

/** A table whose rows are looked at without knowing what they are. */
function tableOf({ tables }: State, name: keyof Tables): Table<object> {
  const byName: object = tables
  return Reflect.get(byName, name)
}

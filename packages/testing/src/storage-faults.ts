// A store that goes wrong at one call of its port, in one of the ways in which stores do: what a short history looks like afterwards.
// `fault-log.ts` plays single faults of appends; this one counts every call, so that a suite can try each of them with each fault.

import type { Entry, Index } from '@cutover/core'
import type { AppendOutcome, Log, Snapshot } from '@cutover/engine'

/**
 * How a call goes wrong. `fails`: nothing done, an error. `done-unheard`: done, but an error or `unknown` comes back. `lost`: nothing
 * done, and for an append nobody can tell. `late`: done after a while. `reordered`: an append that is given up as `unknown` and lands
 * after the next call. `torn`: the process dies after a part was done. `dies`: before anything was. `full`: from here on nothing can
 * be written until there is room again.
 */
export const faultKinds = ['fails', 'done-unheard', 'lost', 'late', 'reordered', 'torn', 'dies', 'full'] as const

export type FaultKind = (typeof faultKinds)[number]

/** A log with one fault to come. */
export interface FaultyStore extends Log {
  /** How many calls there were. */
  readonly calls: () => number
  /** Whether the process that used it is dead: nothing comes back any more. */
  readonly isDead: () => boolean
  /** Makes room, and lets what is late land. */
  readonly heal: () => Promise<void>
}

const full = 'ENOSPC: no space left on device'

/** A log in front of `inner` whose call number `at`, from 1, goes wrong. `close` closes `inner`, once, whatever has happened. */
export function faultyStore(inner: Log, at: number, kind: FaultKind): FaultyStore {
  const store = new Faults(inner, at, kind)
  return {
    append: (expected, entries) => store.append(expected, entries),
    read: (from, limit) => store.plain(() => inner.read(from, limit)),
    lastIndex: () => store.plain(() => inner.lastIndex()),
    latestSnapshot: (notAbove) => store.plain(() => inner.latestSnapshot(notAbove)),
    putSnapshot: (snapshot) => store.putSnapshot(snapshot),
    truncate: (before) => store.write(() => inner.truncate(before)),
    close: () => store.close(),
    calls: () => store.calls,
    isDead: () => store.isDead,
    heal: () => store.heal(),
  }
}

class Faults {
  readonly #inner: Log
  readonly #at: number
  readonly #kind: FaultKind
  calls = 0
  isDead = false
  #isFull = false
  #closing: Promise<void> | undefined
  #late: (() => Promise<unknown>) | undefined

  constructor(inner: Log, at: number, kind: FaultKind) {
    this.#inner = inner
    this.#at = at
    this.#kind = kind
  }

  close(): Promise<void> {
    this.#closing ??= this.#inner.close()
    return this.#closing
  }

  async heal(): Promise<void> {
    this.#isFull = false
    await this.#land()
  }

  async append(expected: Index, entries: readonly Entry[]): Promise<AppendOutcome> {
    const write = (): Promise<AppendOutcome> => this.#inner.append(expected, entries)
    const fault = await this.#next()
    if (fault === 'reordered') this.#late = write
    if (fault === 'done-unheard') await write()
    if (fault === 'done-unheard' || fault === 'lost' || fault === 'reordered')
      return { outcome: 'unknown', reason: 'no answer' }
    if (fault === 'torn') await this.#inner.append(expected, entries.slice(0, Math.floor(entries.length / 2)))
    return this.#end(fault, write)
  }

  async putSnapshot(snapshot: Snapshot): Promise<void> {
    const fault = await this.#next()
    const write = (): Promise<void> => this.#inner.putSnapshot(snapshot)
    // What is left of a snapshot that was not written to its end must never be taken for one.
    if (fault === 'torn') await this.#inner.putSnapshot(tornSnapshot(snapshot)).catch(() => undefined)
    return this.#endWrite(fault, write)
  }

  async write(act: () => Promise<void>): Promise<void> {
    return this.#endWrite(await this.#next(), act)
  }

  async plain<T>(act: () => Promise<T>): Promise<T> {
    const fault = await this.#next()
    // A read leaves nothing behind: whether it was done or lost, an error comes back.
    if (fault === 'done-unheard' || fault === 'lost' || fault === 'reordered') throw new Error('EIO: i/o error')
    return this.#end(fault === 'full' ? undefined : fault, act)
  }

  /** The fault of this call; what was late lands before the call after it. */
  async #next(): Promise<FaultKind | undefined> {
    if (this.isDead) return never()
    this.calls += 1
    if (this.#late && this.calls > this.#at + 1) await this.#land()
    if (this.calls === this.#at) {
      this.#isFull = this.#kind === 'full'
      return this.#kind
    }
    return this.#isFull ? 'full' : undefined
  }

  async #endWrite(fault: FaultKind | undefined, act: () => Promise<void>): Promise<void> {
    if (fault === 'done-unheard') await act()
    if (fault === 'done-unheard' || fault === 'lost' || fault === 'reordered') throw new Error('EIO: i/o error')
    return this.#end(fault, act)
  }

  async #end<T>(fault: FaultKind | undefined, act: () => Promise<T>): Promise<T> {
    if (fault === 'torn' || fault === 'dies') {
      this.isDead = true
      return never()
    }
    if (fault === 'fails') throw new Error('EIO: i/o error')
    if (fault === 'full') throw new Error(full)
    if (fault === 'late') for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve))
    return act()
  }

  async #land(): Promise<void> {
    const late = this.#late
    this.#late = undefined
    await late?.()
  }
}

/** Its chunks end with an error, as those of a process that was killed never come. */
function tornSnapshot({ head, chunks }: Snapshot): Snapshot {
  return {
    head,
    chunks: async function* torn() {
      for await (const chunk of chunks()) {
        yield chunk
        break
      }
      throw new Error('torn')
    },
  }
}

function never<T>(): Promise<T> {
  return new Promise(() => undefined)
}

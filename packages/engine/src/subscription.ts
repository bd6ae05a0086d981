// The entries from an index on as an async iterable, first from the log, then live, each with the states around it.
// A subscriber that lags too far behind is cut off with an error: it is never skipped ahead in silence.

import { type Index, replay, type State } from '@cutover/core'
import type { Change } from './commit.ts'
import type { Log } from './log.ts'
import type { Notifier } from './notify.ts'
import { readPages, stateAt } from './restart.ts'

/** Where a subscription reads. */
export interface SubscriptionPorts {
  readonly log: Log
  readonly root: () => State
  readonly notifier: Notifier
  /** Entries that may wait for a live subscriber. */
  readonly lagMax: number
}

/** The changes from index `from` on; it ends when the engine closes. Rejects when the log no longer reaches back to `from`. */
export function subscribe(from: Index, ports: SubscriptionPorts): AsyncIterableIterator<Change> {
  const inbox = new Inbox(ports.lagMax)
  const changes = follow({ from, inbox }, ports)
  return {
    next: () => changes.next(),
    // A generator that waits cannot be ended from outside: the inbox is what it waits for.
    return: () => {
      inbox.close()
      return changes.return()
    },
    [Symbol.asyncIterator]() {
      return this
    },
  }
}

interface Subscriber {
  readonly from: Index
  readonly inbox: Inbox
}

async function* follow({ from, inbox }: Subscriber, ports: SubscriptionPorts): AsyncGenerator<Change, void, undefined> {
  const { notifier, root } = ports
  let state = await stateBefore(from, ports)
  while (state.lastIndex < root().lastIndex) {
    for await (const change of older(state, ports)) {
      state = change.after
      yield change
    }
  }
  // Nothing lies between that check and the start of listening: what is durable was read, what follows is heard.
  const endings = [notifier.onChanges((changes) => inbox.put(changes)), notifier.onClosed(() => inbox.close())]
  try {
    for (let changes = await inbox.take(); changes !== undefined; changes = await inbox.take()) {
      for (const change of changes) if (change.entry.index >= from) yield change
    }
  } finally {
    for (const end of endings) end()
  }
}

async function stateBefore(from: Index, { log, root }: SubscriptionPorts): Promise<State> {
  const present = root()
  return from > present.lastIndex ? present : stateAt(log, Math.max(0, from - 1))
}

/** What the log holds after the state, as far as it is known to be durable. */
async function* older(after: State, { log, root }: SubscriptionPorts): AsyncGenerator<Change, void, undefined> {
  let state = after
  for await (const page of readPages(log, after.lastIndex + 1)) {
    for (const entry of page) {
      if (entry.index > root().lastIndex) return
      const before = state
      state = replay(before, entry)
      yield { entry, before, after: state }
    }
  }
}

/** Changes that wait for their subscriber. */
class Inbox {
  readonly #lagMax: number
  #changes: Change[] = []
  #isClosed = false
  #overflow: Error | undefined
  #wake: (() => void) | undefined

  constructor(lagMax: number) {
    this.#lagMax = lagMax
  }

  put(changes: readonly Change[]): void {
    if (this.#overflow) return
    if (this.#changes.length + changes.length > this.#lagMax) {
      const next = this.#changes[0]?.entry.index ?? changes[0]?.entry.index ?? 0
      this.#overflow = new Error(`subscription: more than ${this.#lagMax} entries behind; subscribe again from ${next}`)
      this.#changes = []
    } else {
      for (const change of changes) this.#changes.push(change)
    }
    this.#wake?.()
  }

  /** Ends the subscription after what has come already. */
  close(): void {
    this.#isClosed = true
    this.#wake?.()
  }

  /** What has come since the last call, waiting for it if need be; undefined at the end. */
  async take(): Promise<readonly Change[] | undefined> {
    while (this.#changes.length === 0) {
      if (this.#overflow) throw this.#overflow
      if (this.#isClosed) return undefined
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
    const changes = this.#changes
    this.#changes = []
    return changes
  }
}

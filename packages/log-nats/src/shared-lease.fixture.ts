// A lease and a line in memory, for tests of elections and clusters: several servers share them, and each may be cut off.

import { NoRespondersError } from '@nats-io/transport-node'
import type { Holder, Lease, Seen } from './lease.ts'
import type { Line, Word } from './line.ts'

/** A key that servers share; one that cannot reach it gets no answer. */
export class SharedLease {
  seen: Seen | undefined
  terms = 0

  view(canReach: () => boolean): Lease {
    const reached = (): void => {
      if (!canReach()) throw new Error('no answer')
    }
    return {
      look: async () => {
        reached()
        return this.seen
      },
      hold: async (holder: Holder | undefined, seen: number) => {
        reached()
        if ((this.seen?.revision ?? 0) !== seen) return undefined
        this.seen = { revision: seen + 1, holder }
        return seen + 1
      },
    }
  }
}

/** A line that servers share. */
export class SharedLine implements Line {
  /** Who listens, by subject. */
  readonly listeners: Map<string, Set<(word: Word) => void>> = new Map()

  publish(subject: string, data: string): void {
    const word: Word = { data: new TextEncoder().encode(data), respond: () => undefined }
    for (const listener of this.listeners.get(subject) ?? []) listener(word)
  }

  subscribe(
    subject: string,
    { callback }: { readonly callback: (error: Error | null, word: Word) => void },
  ): { unsubscribe(): void } {
    const listener = (word: Word): void => callback(null, word)
    const listeners = this.listeners.get(subject) ?? new Set()
    this.listeners.set(subject, listeners.add(listener))
    return { unsubscribe: () => void listeners.delete(listener) }
  }

  request(subject: string, data: Uint8Array): Promise<{ readonly data: Uint8Array }> {
    const [listener] = this.listeners.get(subject) ?? []
    if (listener === undefined) return Promise.reject(new NoRespondersError(subject))
    return new Promise((resolve) => listener({ data, respond: (answer) => resolve({ data: answer }) }))
  }
}

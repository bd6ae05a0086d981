// A log in front of another whose appends can be held back, refused, lost or doubled: what the writer must live with.

import type { Entry, Index } from '@cutover/core'
import type { AppendOutcome, Log } from '@cutover/engine'

/** What the next append does instead of passing on, once `until` has come. `written`: all the same, but the answer is lost. */
export type Fault = { readonly until?: Promise<void> } & (
  | { readonly kind: 'held' }
  | { readonly kind: 'rejected'; readonly reason: string }
  | { readonly kind: 'unknown'; readonly written: boolean }
  | { readonly kind: 'overtaken'; readonly by: (after: Index) => readonly Entry[] }
  | { readonly kind: 'unreadable'; readonly reason: string }
)

/** A log with faults to come. */
export interface FaultLog extends Log {
  /** The faults of the next appends, in order; after them all is well. */
  readonly faults: Fault[]
  /** How many appends were asked for. */
  readonly appends: () => number
}

/** A log that passes everything on to `inner`, but for the faults that it is given. */
export function faultLog(inner: Log): FaultLog {
  const faults: Fault[] = []
  let appends = 0
  let unreadable: string | undefined

  async function append(expected: Index, entries: readonly Entry[]): Promise<AppendOutcome> {
    appends += 1
    unreadable = undefined
    const fault = faults.shift()
    if (fault?.until) await fault.until
    switch (fault?.kind) {
      case undefined:
      case 'held':
        return inner.append(expected, entries)
      case 'rejected':
        throw new Error(fault.reason)
      case 'unknown':
        if (fault.written) await inner.append(expected, entries)
        return { outcome: 'unknown', reason: 'timed out' }
      case 'overtaken':
        await inner.append(expected, fault.by(expected))
        return inner.append(expected, entries)
      case 'unreadable':
        unreadable = fault.reason
        return { outcome: 'unknown', reason: fault.reason }
    }
  }

  async function read(from: Index, limit: number): Promise<readonly Entry[]> {
    if (unreadable !== undefined) throw new Error(unreadable)
    return inner.read(from, limit)
  }

  return { ...inner, append, read, faults, appends: () => appends }
}

// The format of entries at rest, and how older ones become what this program folds: one upcaster for each step, applied as entries
// are read, so that an old log is never rewritten. How to change an event: docs/formats.md.

import type { Entry } from '@cutover/core'

/** An entry of any format: what has always been there, and events of whatever fields. */
export interface StoredEntry extends Omit<Entry, 'events'> {
  readonly events: readonly { readonly type: string }[]
}

/** Makes an entry of one format one of the next. Pure; an entry that need not change comes back as it is. */
export type Upcaster = (entry: StoredEntry) => StoredEntry

/** Format → the step to the next one. None is ever removed: the logs in `testing/fixtures/old-logs` are replayed for ever. */
export type Upcasters = ReadonlyMap<number, Upcaster>

/** The format that is written: 2 since entries may tell what their request was answered. */
export const entryFormat = 2

const upcasters: Upcasters = new Map([
  // Requests had no keys: there is nothing to add.
  [1, (entry) => entry],
])

/** The entry as this program knows it. Throws when the format is newer than the program, or older than all that it knows. */
export function upcastEntry(
  entry: StoredEntry,
  format: number,
  { steps = upcasters, newest = entryFormat }: { readonly steps?: Upcasters; readonly newest?: number } = {},
): Entry {
  if (format > newest) throw new Error(`entries of format ${format} are newer than this program, which reads ${newest}`)
  let current = entry
  for (let step = format; step < newest; step++) {
    const upcast = steps.get(step)
    if (!upcast) throw new Error(`entries of format ${step} are no longer read`)
    current = upcast(current)
  }
  if (!isCurrent(current)) throw new Error(`entry ${entry.index} has an event without a type`)
  return current
}

// Which fields an event has follows from its type; that they are what they were is proved by the hashes that replay arrives at.
function isCurrent(entry: StoredEntry): entry is Entry {
  return entry.events.every(({ type }) => typeof type === 'string')
}

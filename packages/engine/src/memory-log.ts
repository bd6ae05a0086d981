// The log port in memory: for tests, simulations and throw-away servers. Durable only as long as the process.

import type { Entry, Index } from '@cutover/core'
import type { AppendOutcome, Log, Snapshot, SnapshotChunk } from './log.ts'

/** A log in memory. Opening an engine on the same object again is a restart. */
export function memoryLog(): Log {
  let entries: Entry[] = []
  let snapshots: Snapshot[] = []
  let first = 1

  const last = (): Index => Math.max(first + entries.length - 1, snapshots.at(-1)?.head.index ?? 0)

  async function append(expectedLastIndex: Index, added: readonly Entry[]): Promise<AppendOutcome> {
    if (expectedLastIndex !== last()) return { outcome: 'stale', lastIndex: last() }
    assertConsecutive(expectedLastIndex, added)
    if (entries.length === 0) first = expectedLastIndex + 1
    for (const entry of added) entries.push(entry)
    return { outcome: 'ok' }
  }

  async function read(from: Index, limit: number): Promise<readonly Entry[]> {
    if (from < first) throw new Error(`memory log: the entries before ${first} are gone, ${from} was asked for`)
    return entries.slice(from - first, from - first + limit)
  }

  async function putSnapshot(snapshot: Snapshot): Promise<void> {
    const chunks: SnapshotChunk[] = []
    for await (const chunk of snapshot.chunks()) chunks.push(chunk)
    const kept: Snapshot = { head: snapshot.head, chunks: () => chunks }
    snapshots = [...snapshots.filter((other) => other.head.index !== kept.head.index), kept]
    snapshots.sort((a, b) => a.head.index - b.head.index)
  }

  async function latestSnapshot(notAbove = Number.POSITIVE_INFINITY): Promise<Snapshot | undefined> {
    return snapshots.findLast((snapshot) => snapshot.head.index <= notAbove)
  }

  async function truncate(before: Index): Promise<void> {
    const reached = Math.min(before, (snapshots.at(-1)?.head.index ?? 0) + 1)
    if (reached <= first) return
    entries = entries.slice(reached - first)
    first = reached
    snapshots = snapshots.filter((snapshot) => snapshot.head.index >= first - 1)
  }

  return {
    append,
    read,
    lastIndex: async () => last(),
    putSnapshot,
    latestSnapshot,
    truncate,
    close: async () => undefined,
  }
}

/** Fails when the entries do not follow `last` one by one: that is a bug of the caller, in any log. */
export function assertConsecutive(last: Index, entries: readonly Entry[]): void {
  let expected = last
  for (const entry of entries) {
    expected += 1
    if (entry.index !== expected) throw new Error(`log: entry ${entry.index} where ${expected} was due`)
  }
}

// The log port on a NATS JetStream stream: one message is a batch of consecutive entries, and a write says which message it follows,
// so that of two writers one wins.

import type { Entry, Index } from '@cutover/core'
import { type AppendOutcome, assertConsecutive, type Log, type Snapshot } from '@cutover/engine'
import type { StoredMsg } from '@nats-io/jetstream'
import { NoRespondersError } from '@nats-io/transport-node'
import { encodeMessage, entriesOf, headOf, lastOf, type Placed } from './message.ts'
import type { SnapshotStore } from './snapshots.ts'
import { findEntry, isWrongSequence, type LogStream, lastMessage, messageAt, stateOf } from './stream.ts'

/** The port, and what only a log with several writers has. */
export interface NatsLog extends Log {
  /** Writes the mark of a new term, higher than any before it; resolves with the term, or undefined when somebody else wrote meanwhile. */
  readonly beginTerm: () => Promise<number | undefined>
  /** Batches that others and we write from an index on, as they come, until `close`. Throws when they were dropped already. */
  readonly follow: (from: Index) => AsyncIterable<readonly Entry[]>
}

/** What was asked for was dropped, because a snapshot stands in for it. */
export class EntriesGone extends Error {}

/** How long a write waits for the servers, in milliseconds, before it is in doubt. */
const appendMs = 2_500
/** Messages asked for at once when many entries are read. */
const readAhead = 64

/** The log of a stream whose snapshots lie in a store. */
export function natsLog(stream: LogStream, snapshots: SnapshotStore): NatsLog {
  const log = new StreamLog(stream, snapshots)
  return {
    append: (expectedLastIndex, entries) => log.append(expectedLastIndex, entries),
    read: (from, limit) => log.read(from, limit),
    lastIndex: async () => (await log.end()).index,
    putSnapshot: (snapshot: Snapshot) => snapshots.put(snapshot),
    latestSnapshot: (notAbove) => snapshots.latest(notAbove),
    truncate: (before) => log.truncate(before),
    beginTerm: () => log.beginTerm(),
    follow: (from) => log.follow(from),
    close: () => log.close(),
  }
}

/** Where the stream ends: the entry before the next one, and the message that a write must follow. */
interface End {
  readonly index: Index
  readonly sequence: number
  readonly term: number
}

class StreamLog {
  readonly #stream: LogStream
  readonly #snapshots: SnapshotStore
  #end: End | undefined
  /** Where the last read stopped: the index that comes next and a message that reaches up to it. */
  #place: { readonly index: Index; readonly sequence: number } | undefined
  readonly #followers = new Set<{ readonly stop: () => void }>()

  constructor(stream: LogStream, snapshots: SnapshotStore) {
    this.#stream = stream
    this.#snapshots = snapshots
  }

  /** The end as the stream's leader knows it. */
  async end(): Promise<End> {
    const last = await lastMessage(this.#stream)
    const end = last ? endAt(last) : await this.#endOfEmpty()
    this.#end = end
    return end
  }

  async append(expectedLastIndex: Index, entries: readonly Entry[]): Promise<AppendOutcome> {
    const known = this.#end?.index === expectedLastIndex ? this.#end : await this.end()
    if (known.index !== expectedLastIndex) return staleAt(known)
    assertConsecutive(expectedLastIndex, entries)
    const term = entries[0]?.term
    if (term === undefined) return { outcome: 'ok' }
    return this.#publish(known, { first: expectedLastIndex + 1, count: entries.length, term }, entries)
  }

  async beginTerm(): Promise<number | undefined> {
    const end = await this.end()
    const term = end.term + 1
    const { outcome } = await this.#publish(end, { first: end.index + 1, count: 0, term }, [])
    return outcome === 'ok' ? term : undefined
  }

  async #publish(
    after: End,
    head: { readonly first: Index; readonly count: number; readonly term: number },
    entries: readonly Entry[],
  ): Promise<AppendOutcome> {
    const { data, headers } = encodeMessage(head, entries)
    const expect = { streamName: this.#stream.name, lastSequence: after.sequence }
    try {
      const { seq } = await this.#stream.client.publish(this.#stream.subject, data, {
        headers,
        expect,
        timeout: appendMs,
        retries: 0,
      })
      this.#end = { index: lastOf(head), sequence: seq, term: head.term }
      return { outcome: 'ok' }
    } catch (error) {
      this.#end = undefined
      if (isWrongSequence(error)) return staleAt(await this.end())
      if (isCertain(error)) throw error
      return { outcome: 'unknown', reason: error instanceof Error ? error.message : String(error) }
    }
  }

  async read(from: Index, limit: number): Promise<readonly Entry[]> {
    const start = this.#place?.index === from ? this.#place.sequence : await this.#find(from)
    if (start === undefined) return []
    const entries: Entry[] = []
    let sequence = start
    while (entries.length < limit) {
      const messages = await this.#messagesFrom(sequence, limit - entries.length)
      if (messages.length === 0) break
      for (const message of messages) {
        if (entries.length >= limit) break
        entries.push(
          ...decoded(message)
            .filter((entry) => entry.index >= from)
            .slice(0, limit - entries.length),
        )
        sequence = message.seq
      }
      // Where the limit cuts a message, the next read begins with it again.
      this.#place = { index: from + entries.length, sequence }
      sequence += 1
    }
    return entries
  }

  async #find(index: Index): Promise<number | undefined> {
    const found = await findEntry(this.#stream, index)
    if (found && index < found.firstIndex)
      throw new EntriesGone(
        `stream ${this.#stream.name}: the entries before ${found.firstIndex} are gone, ${index} was asked for`,
      )
    return found?.sequence
  }

  /** Messages in a row from a sequence; none beyond the end. No more than are likely to be wanted. */
  async #messagesFrom(sequence: number, wanted: number): Promise<readonly StoredMsg[]> {
    const count = Math.min(readAhead, wanted)
    const asked = Array.from({ length: count }, (_, place) => messageAt(this.#stream, sequence + place))
    const answers = await Promise.all(asked)
    const end = answers.indexOf(null)
    return answers.slice(0, end < 0 ? count : end).filter((message) => message !== null)
  }

  async truncate(before: Index): Promise<void> {
    const snapshot = await this.#snapshots.latest()
    const reached = Math.min(before, (snapshot?.head.index ?? 0) + 1)
    const found = await findEntry(this.#stream, reached)
    // The last message always stays: it says where the log ends.
    const last = await lastMessage(this.#stream)
    const keepFrom = found?.sequence ?? last?.sequence
    if (keepFrom === undefined) return
    await this.#stream.manager.streams.purge(this.#stream.name, { seq: keepFrom })
    this.#place = undefined
    await this.#snapshots.forgetBefore(reached - 1)
  }

  async *follow(from: Index): AsyncGenerator<readonly Entry[], void, undefined> {
    // Asked before the search: what is written between the two is not passed over.
    const state = await stateOf(this.#stream)
    const start = await this.#find(from)
    const consumer = await this.#stream.client.consumers.get(this.#stream.name, {
      opt_start_seq: start ?? state.last_seq + 1,
      deliver_policy: 'by_start_sequence',
    })
    const messages = await consumer.consume({ max_messages: 256 })
    const follower = { stop: () => messages.stop() }
    this.#followers.add(follower)
    try {
      for await (const message of messages) {
        const entries = entriesOf(headOf(message.headers, message.seq), message.headers, message.data)
        const fresh = entries.filter((entry) => entry.index >= from)
        if (fresh.length > 0) yield fresh
      }
    } finally {
      this.#followers.delete(follower)
      messages.stop()
    }
  }

  async close(): Promise<void> {
    for (const follower of this.#followers) follower.stop()
  }

  /** A stream without messages: the log may go on from a snapshot. */
  async #endOfEmpty(): Promise<End> {
    const state = await stateOf(this.#stream)
    const snapshot = await this.#snapshots.latest()
    return { index: snapshot?.head.index ?? 0, sequence: state.last_seq, term: snapshot?.head.term ?? 0 }
  }
}

function endAt(last: Placed): End {
  return { index: lastOf(last), sequence: last.sequence, term: last.term }
}

function staleAt({ index, term }: End): AppendOutcome {
  return { outcome: 'stale', lastIndex: index, term }
}

function decoded(message: StoredMsg): readonly Entry[] {
  return entriesOf(headOf(message.header, message.seq), message.header, message.data)
}

/** Whether the servers certainly did not take a message: nobody was there, or they answered that they refuse it. */
function isCertain(error: unknown): boolean {
  return error instanceof NoRespondersError || (error instanceof Error && error.name === 'JetStreamApiError')
}

// The stream: made where it is missing, asked for its last message, read at a sequence. All reads go to the stream's leader, so that
// what a write in doubt became is not answered by a replica that lags behind.

import { setTimeout } from 'node:timers/promises'
import type { Index } from '@cutover/core'
import {
  JetStreamApiError,
  type JetStreamClient,
  type JetStreamManager,
  jetstream,
  jetstreamManager,
  type StoredMsg,
  type StreamState,
} from '@nats-io/jetstream'
import type { NatsConnection } from '@nats-io/transport-node'
import { headOf, lastOf, type Placed } from './message.ts'

/** A stream in use. */
export interface LogStream {
  readonly name: string
  readonly subject: string
  readonly client: JetStreamClient
  readonly manager: JetStreamManager
  /** The same for questions that are asked again: what is asked while the stream has no leader is never answered. */
  readonly quick: JetStreamManager
}

/** What a stream is made with. */
export interface StreamShape {
  /** The name of the stream: letters, digits, `-` and `_`. */
  readonly stream: string
  /** Copies: 3 to survive the loss of a server. */
  readonly replicas: number
}

/** How long a question is asked again and again, in milliseconds, and the pause between two. */
const insistMs = 6_000
const pauseMs = 100

const codes = { streamNotFound: 10_059, noMessage: 10_037, wrongLastSequence: 10_071 }

/** Opens the stream, making it when it is new. Rejects with the servers' reason when they cannot hold it. */
export async function openStream(connection: NatsConnection, { stream, replicas }: StreamShape): Promise<LogStream> {
  if (!/^[A-Za-z0-9_-]{1,64}$/.test(stream)) throw new Error(`a stream cannot be called ${JSON.stringify(stream)}`)
  const client = jetstream(connection, { timeout: 5_000 })
  const manager = await client.jetstreamManager(false)
  const quick = await jetstreamManager(connection, { checkAPI: false, timeout: 1_000 })
  const subject = `cutover.${stream}.log`
  try {
    await manager.streams.info(stream)
  } catch (error) {
    if (!hasCode(error, codes.streamNotFound)) throw refusedBy(stream, error)
    await makeStream(manager, { stream, replicas }, subject)
  }
  return { name: stream, subject, client, manager, quick }
}

async function makeStream(
  manager: JetStreamManager,
  { stream, replicas }: StreamShape,
  subject: string,
): Promise<void> {
  try {
    await manager.streams.add({
      name: stream,
      subjects: [subject],
      num_replicas: replicas,
      storage: 'file',
      retention: 'limits',
      discard: 'new',
      deny_delete: true,
      allow_direct: false,
    })
  } catch (error) {
    throw refusedBy(stream, error)
  }
}

function refusedBy(stream: string, error: unknown): Error {
  return new Error(`the stream ${stream} cannot be used: ${error instanceof Error ? error.message : String(error)}`)
}

/** Whether JetStream answered with this error. */
function hasCode(error: unknown, code: number): boolean {
  return error instanceof JetStreamApiError && error.code === code
}

/** Whether a publish was refused because the stream ends elsewhere. */
export function isWrongSequence(error: unknown): boolean {
  return hasCode(error, codes.wrongLastSequence)
}

/** The last message; undefined in a stream that never had one. */
export async function lastMessage(stream: LogStream): Promise<Placed | undefined> {
  const found = await insistently(stream, ({ streams }) =>
    streams.getMessage(stream.name, { last_by_subj: stream.subject }),
  )
  return found === null ? undefined : { ...headOf(found.header, found.seq), sequence: found.seq }
}

/** The message at a sequence; null when it was dropped or is not there yet. */
export function messageAt(stream: LogStream, sequence: number): Promise<StoredMsg | null> {
  return insistently(stream, ({ streams }) => streams.getMessage(stream.name, { seq: sequence }))
}

/** Which messages there are. */
export async function stateOf(stream: LogStream): Promise<StreamState> {
  const { state } = await insistently(stream, ({ streams }) => streams.info(stream.name))
  return state
}

/** Asks again while nobody answers: what is asked while the stream has no leader is never answered. */
async function insistently<T>(stream: LogStream, ask: (manager: JetStreamManager) => Promise<T>): Promise<T> {
  const until = performance.now() + insistMs
  for (;;) {
    try {
      return await ask(stream.quick)
    } catch (error) {
      if (error instanceof JetStreamApiError || performance.now() >= until) throw error
      await setTimeout(pauseMs)
    }
  }
}

/** The head of the message at a sequence; undefined when it was dropped. */
async function headAt(stream: LogStream, sequence: number): Promise<Placed | undefined> {
  const found = await messageAt(stream, sequence)
  return found === null ? undefined : { ...headOf(found.header, sequence), sequence }
}

/** Where a search for an entry ended. */
export interface Found {
  /** The sequence of the first message that reaches up to the entry. */
  readonly sequence: number
  /** The first index that the stream still has. */
  readonly firstIndex: Index
}

/** Finds the message that holds the entry at an index, by halving; undefined when the stream ends before it. */
export async function findEntry(stream: LogStream, index: Index): Promise<Found | undefined> {
  const state = await stateOf(stream)
  if (state.messages === 0) return undefined
  const first = await headAt(stream, state.first_seq)
  const last = await headAt(stream, state.last_seq)
  if (!first || !last || lastOf(last) < index) return undefined
  let [low, high] = [state.first_seq, state.last_seq]
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    const head = await headAt(stream, middle)
    if (!head || lastOf(head) < index) low = middle + 1
    else high = middle
  }
  return { sequence: low, firstIndex: first.first }
}

// The event stream as an async iterable: lines of JSON, heartbeats left out, taken up again where it broke off.

import { type HttpClient, NomadError } from './http-client.ts'
import { isAborted, pause } from './watch.ts'
import type { StreamEvent } from './wire-types.ts'

/** What to follow. */
export interface StreamOptions {
  /** `Deployment`, `Deployment:ID` …; everything by default. */
  readonly topics?: readonly string[]
  /** From this index on; from the oldest batch that the server still has by default. */
  readonly index?: number
  /** `*` for all. */
  readonly namespace?: string
  readonly signal?: AbortSignal
  /** Connects again where a stream ended, and leaves out what was seen already; true by default. */
  readonly resume?: boolean
  /** The longest pause before connecting again, in milliseconds; 10,000 by default. */
  readonly pauseMsMax?: number
}

/** One batch: the events of one commit. */
export interface EventBatch {
  readonly Index: number
  readonly Events: readonly StreamEvent[]
}

/**
 * Yields batches, in order, until the signal is aborted; without `resume` until the server ends the stream.
 * Rejects with a NomadError when the server refuses the stream.
 */
export async function* eventStream(
  client: HttpClient,
  options: StreamOptions = {},
): AsyncGenerator<EventBatch, void, undefined> {
  const { signal, resume = true, pauseMsMax = 10_000 } = options
  const place: Place = { seen: 0, pauseMs: firstPauseMs }
  while (!isAborted(signal)) {
    yield* stretch(client, options, place)
    if (!resume) return
    await pause(Math.min(place.pauseMs, pauseMsMax), signal)
    place.pauseMs = Math.min(place.pauseMs * 2, pauseMsMax)
  }
}

/** Where a stream broke off, and how long to wait before it goes on. */
interface Place {
  seen: number
  pauseMs: number
}

const firstPauseMs = 100

// What one connection brings; ends in silence where another may go on.
async function* stretch(
  client: HttpClient,
  options: StreamOptions,
  place: Place,
): AsyncGenerator<EventBatch, void, undefined> {
  try {
    for await (const batch of connection(client, {
      ...options,
      ...(place.seen > 0 ? { index: place.seen + 1 } : {}),
    })) {
      place.pauseMs = firstPauseMs
      if (batch.Index <= place.seen) continue
      place.seen = batch.Index
      yield batch
    }
  } catch (error) {
    const mayPass = options.resume !== false && !(error instanceof NomadError && error.status < 500)
    if (!isAborted(options.signal) && !mayPass) throw error
  }
}

async function* connection(client: HttpClient, options: StreamOptions): AsyncGenerator<EventBatch, void, undefined> {
  const { topics, index, namespace, signal } = options
  const response = await client.open('/v1/event/stream', {
    query: { topic: topics, index },
    timeoutMs: 0,
    ...(namespace === undefined ? {} : { namespace }),
    ...(signal ? { signal } : {}),
  })
  if (!response.body) return
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
  try {
    for (let rest = ''; ; ) {
      const { done, value } = await reader.read()
      if (done) return
      const lines = (rest + value).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) {
        const batch = parsed(line)
        if (batch) yield batch
      }
    }
  } finally {
    await reader.cancel().catch(() => undefined)
  }
}

// Undefined for heartbeats, which are empty objects. What goes wrong once the stream has begun is told on a line of its own.
function parsed(line: string): EventBatch | undefined {
  const read: Partial<EventBatch> & { readonly Error?: string } = JSON.parse(line === '' ? '{}' : line)
  const { Index, Events } = read
  if (read.Error !== undefined) throw new NomadError(200, read.Error)
  return Events && Index !== undefined ? { Index, Events } : undefined
}

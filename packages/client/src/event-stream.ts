// The event stream as an async iterable: lines of JSON, heartbeats left out.

import type { HttpClient } from './http-client.ts'
import type { StreamEvent } from './wire-types.ts'

/** What to follow. */
export interface StreamOptions {
  /** `Deployment`, `Deployment:ID` …; everything by default. */
  readonly topics?: readonly string[]
  /** From this index on; the newest by default. */
  readonly index?: number
  readonly namespace?: string
  readonly signal?: AbortSignal
}

/** One batch: the events of one commit. */
export interface EventBatch {
  readonly Index: number
  readonly Events: readonly StreamEvent[]
}

/** Yields batches until the server or the signal ends the stream. */
export async function* eventStream(
  client: HttpClient,
  options: StreamOptions = {},
): AsyncGenerator<EventBatch, void, undefined> {
  const { topics = [], index, namespace, signal } = options
  const query = new URLSearchParams(topics.map((topic) => ['topic', topic]))
  const path = `/v1/event/stream${query.size > 0 ? `?${query}` : ''}`
  const response = await client.open(path, { query: { index, namespace }, signal })
  if (!response.body) return
  let rest = ''
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return
    const lines = (rest + value).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      const batch: Partial<EventBatch> = JSON.parse(line)
      if (batch.Events && batch.Index !== undefined) yield { Index: batch.Index, Events: batch.Events }
    }
  }
}

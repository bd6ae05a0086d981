// Blocking queries as an async iterable: every newer answer, one after the other. Backs off when the server does not answer.

import { NomadError, type Read, type ReadOptions } from './http-client.ts'

/** How a watch behaves. */
export interface WatchOptions {
  /** How long one poll may hang, as a Go duration; `60s` by default. */
  readonly wait?: string
  readonly signal?: AbortSignal
  /** The longest pause after an error, in milliseconds; 10,000 by default. */
  readonly pauseMsMax?: number
}

/** Yields what `read` gives each time its index has moved, until the signal is aborted. A refusal (4xx) ends it. */
export async function* watch<T>(
  read: (options: ReadOptions) => Promise<Read<T>>,
  { wait = '60s', signal, pauseMsMax = 10_000 }: WatchOptions = {},
): AsyncGenerator<Read<T>, void, undefined> {
  let index = 0
  let failures = 0
  while (!isAborted(signal)) {
    const answer = await poll(() => read({ index, wait, ...(signal ? { signal } : {}) }), signal)
    if (answer === undefined) {
      failures += 1
      await pause(Math.min(pauseMsMax, 100 * 2 ** failures), signal)
      continue
    }
    failures = 0
    // An index that went back means another history: begin anew.
    const moved = answer.index !== index
    index = answer.index < index ? 0 : answer.index
    if (moved) yield answer
  }
}

// Undefined when the server did not answer, which may pass; what it refuses will not.
async function poll<T>(read: () => Promise<Read<T>>, signal: AbortSignal | undefined): Promise<Read<T> | undefined> {
  try {
    return await read()
  } catch (error) {
    if (!isAborted(signal) && error instanceof NomadError && error.status < 500) throw error
    return undefined
  }
}

function isAborted(signal: AbortSignal | undefined): boolean {
  return signal?.aborted ?? false
}

function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms)
    signal?.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}

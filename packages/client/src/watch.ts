// Blocking queries as an async iterable: every newer answer, one after the other. Backs off when the server does not answer.

import { NomadError, type Read, type ReadOptions } from './http-client.ts'

/** How a watch behaves. */
export interface WatchOptions {
  /** Where to begin: the first answer has a higher index. Absent: what is there now comes first. */
  readonly index?: number
  /** How long one poll may hang, as a Go duration; `60s` by default. */
  readonly wait?: string
  readonly signal?: AbortSignal
  /** The longest pause after an error, in milliseconds; 10,000 by default. */
  readonly pauseMsMax?: number
}

/** The pause after the first error, in milliseconds; it doubles with every further one. */
const firstPauseMs = 100

/**
 * Yields what `read` gives each time its index has moved, until the signal is aborted. What the server refuses (any 4xx but 429)
 * ends it with a NomadError; what may pass (no answer, 5xx, 429) is asked again after a pause.
 */
export async function* watch<T>(
  read: (options: ReadOptions) => Promise<Read<T>>,
  options: WatchOptions = {},
): AsyncGenerator<Read<T>, void, undefined> {
  const { wait = '60s', signal, pauseMsMax = 10_000 } = options
  let index = options.index ?? 0
  let pauseMs = firstPauseMs
  while (!isAborted(signal)) {
    const answer = await poll(() => read({ index, wait, ...(signal ? { signal } : {}) }), signal)
    if (isAborted(signal)) return
    if (answer === undefined) {
      await pause(Math.min(pauseMsMax, pauseMs), signal)
      pauseMs = Math.min(pauseMsMax, pauseMs * 2)
      continue
    }
    pauseMs = firstPauseMs
    const moved = answer.index !== index
    // An index that went back means another history: begin anew.
    index = answer.index < index ? 0 : answer.index
    if (moved) yield answer
    // A table that nothing has touched has index 0, on which a read does not wait.
    else if (index === 0) await pause(firstPauseMs, signal)
  }
}

// Undefined when the server did not answer, which may pass; what it refuses will not.
async function poll<T>(read: () => Promise<Read<T>>, signal: AbortSignal | undefined): Promise<Read<T> | undefined> {
  try {
    return await read()
  } catch (error) {
    if (!isAborted(signal) && isRefusal(error)) throw error
    return undefined
  }
}

function isRefusal(error: unknown): boolean {
  return error instanceof NomadError && error.status < 500 && error.status !== 429
}

/** Whether a signal is there and aborted. */
export function isAborted(signal: AbortSignal | undefined): boolean {
  return signal?.aborted ?? false
}

/** Waits, or until the signal is aborted. */
export function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, ms)
    signal?.addEventListener('abort', end)
  })
}

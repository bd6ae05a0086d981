// The API without a socket, as a fetch: what speaks HTTP by fetch, such as the typed client, then works on an engine in this process.

import type { Api } from './api.ts'
import { handle } from './handle.ts'
import { type HttpRequest, readQuery } from './request.ts'
import type { HttpResponse } from './response.ts'

/** A fetch whose every call is answered by the API, whatever the host of its address. Redirections are not followed. */
export function inProcessFetch(api: Api): typeof fetch {
  return async (input, init) => {
    const asked = new Request(input, init)
    asked.signal.throwIfAborted()
    const answer = handle(api, await requestOf(asked))
    return responseOf(await untilAborted(answer, asked.signal))
  }
}

async function requestOf(asked: Request): Promise<HttpRequest> {
  const { pathname, search } = new URL(asked.url)
  return {
    method: asked.method,
    path: pathname,
    query: readQuery(search.slice(1)),
    headers: new Map(asked.headers),
    body: await asked.text(),
    signal: asked.signal,
  }
}

// A call that is given up rejects at once, as over a socket; what it waited for in the engine ends by the same signal.
function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason)
    signal.addEventListener('abort', abort)
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  })
}

function responseOf({ status, headers, body }: HttpResponse): Response {
  const isBare = status === 204 || status === 304
  return new Response(isBare ? null : typeof body === 'string' ? body : streamOf(body), {
    status,
    headers: { ...headers },
  })
}

type Streamed = Exclude<HttpResponse['body'], string>

// Written as it is read: who does not read slows the stream down, not the engine.
function streamOf(body: Streamed): ReadableStream<Uint8Array> {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>()
  const writer = writable.getWriter()
  const encoder = new TextEncoder()
  body((chunk) => writer.write(typeof chunk === 'string' ? encoder.encode(chunk) : chunk))
    .then(
      () => writer.close(),
      (error: unknown) => writer.abort(error),
    )
    .catch(() => undefined)
  return readable
}

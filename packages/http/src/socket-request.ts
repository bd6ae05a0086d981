// A request as Node hands it over. What costs something to read is read when somebody asks for it.

import { setMaxListeners } from 'node:events'
import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import { type HttpRequest, readQuery } from './request.ts'

/** A request of a socket whose body has arrived. */
export class SocketRequest implements HttpRequest {
  readonly method: string
  readonly path: string
  readonly body: string
  readonly #message: IncomingMessage
  readonly #search: string
  #query: URLSearchParams | undefined
  #headers: ReadonlyMap<string, string> | undefined

  constructor(message: IncomingMessage, body: string) {
    const { method = '', url = '/' } = message
    const mark = url.indexOf('?')
    this.method = method
    this.path = mark < 0 ? url : url.slice(0, mark)
    this.body = body
    this.#message = message
    this.#search = mark < 0 ? '' : url.slice(mark + 1)
  }

  get query(): URLSearchParams {
    this.#query ??= readQuery(this.#search)
    return this.#query
  }

  get headers(): ReadonlyMap<string, string> {
    this.#headers ??= headersOf(this.#message)
    return this.#headers
  }

  get signal(): AbortSignal {
    return signalOf(this.#message.socket)
  }
}

function headersOf({ headers }: IncomingMessage): ReadonlyMap<string, string> {
  const all = new Map<string, string>()
  for (const name in headers) all.set(name, String(headers[name]))
  return all
}

const signals = new WeakMap<Socket, AbortSignal>()

/** Aborted when the connection closes; the same for all its requests, so that a long-lived one gathers no listeners. */
export function signalOf(socket: Socket): AbortSignal {
  const known = signals.get(socket)
  if (known) return known
  const gone = new AbortController()
  // Requests that were sent without waiting for answers may all wait at once.
  setMaxListeners(0, gone.signal)
  if (socket.destroyed) gone.abort()
  else socket.once('close', () => gone.abort())
  signals.set(socket, gone.signal)
  return gone.signal
}

// One call over fetch: addresses, query parameters, headers, time-outs, and errors that keep Nomad's status and text.

import { durationMs } from './go-duration.ts'

/** Where the server is and how to speak to it. */
export interface ClientOptions {
  /** `http://127.0.0.1:4646` by default. */
  readonly address?: string
  /** Sent as `X-Nomad-Token`. */
  readonly token?: string
  /** The namespace of calls that name none; the server's `default` when absent. */
  readonly namespace?: string
  /** The region of calls that name none; the server's own when absent. */
  readonly region?: string
  /** How long one call may take, in milliseconds, on top of what a blocking read waits; 30,000 by default, 0 for ever. */
  readonly timeoutMs?: number
  /** The global one by default. */
  readonly fetch?: typeof fetch
}

/** An answer that is not a success. */
export class NomadError extends Error {
  readonly status: number
  /** Nomad's text. */
  readonly text: string

  constructor(status: number, text: string) {
    super(`${status} ${text.trim()}`)
    this.name = 'NomadError'
    this.status = status
    this.text = text
  }
}

/** What every call may say. */
export interface CallOptions {
  readonly namespace?: string
  readonly region?: string
  /** Ends the call; it then rejects with the signal's reason. */
  readonly signal?: AbortSignal
  /** Instead of the client's. */
  readonly timeoutMs?: number
}

/** What every read may ask for as well. */
export interface ReadOptions extends CallOptions {
  /** Wait until the answer's index has moved past this one. */
  readonly index?: number
  /** For at most so long, as a Go duration such as `30s`; five minutes when absent. */
  readonly wait?: string
  readonly stale?: boolean
  readonly prefix?: string
  readonly filter?: string
  /** Rows of one page; all by default. */
  readonly perPage?: number
  readonly nextToken?: string
  readonly reverse?: boolean
}

/** What was read, the index to wait on next, and the token of the next page. */
export interface Read<T> {
  readonly data: T
  readonly index: number
  readonly nextToken?: string
}

/** A call beside its path. */
export interface Call extends CallOptions {
  readonly method?: Method
  readonly query?: Query
  /** A text is sent as it is, anything else as JSON. */
  readonly body?: unknown
  /** Beside the token. */
  readonly headers?: Readonly<Record<string, string>>
}

/** What a call does. */
export type Method = 'GET' | 'HEAD' | 'OPTIONS' | 'POST' | 'PUT' | 'DELETE'

/** Query parameters; those that are undefined are left out. */
export type Query = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>

const callTimeoutMs = 30_000

/** The longest that a server waits by itself, and the jitter that it adds. */
const waitMsMax = 300_000

/** Makes calls; everything else of this package goes through it. */
export class HttpClient {
  readonly #options: ClientOptions

  constructor(options: ClientOptions = {}) {
    this.#options = options
  }

  /** Calls and reads the answer as JSON; an empty answer is `null`. */
  async json<T>(path: string, call: Call = {}): Promise<Read<T>> {
    const response = await this.open(path, call)
    const text = await response.text()
    const nextToken = response.headers.get('X-Nomad-NextToken')
    return {
      data: JSON.parse(text === '' ? 'null' : text),
      index: Number(response.headers.get('X-Nomad-Index') ?? 0),
      ...(nextToken ? { nextToken } : {}),
    }
  }

  /** Reads with the usual options, and what the call adds to the query. */
  read<T>(path: string, options: ReadOptions = {}, more: Query = {}): Promise<Read<T>> {
    const { index, wait, stale, prefix, filter, perPage, nextToken, reverse, ...call } = options
    const query = { index, wait, stale, prefix, filter, per_page: perPage, next_token: nextToken, reverse, ...more }
    return this.json<T>(path, { timeoutMs: this.#readTimeoutMs(options), ...call, query })
  }

  /** Writes, and gives what the server answered. */
  async write<T>(path: string, body: unknown, call: Call = {}): Promise<T> {
    const { data } = await this.json<T>(path, { method: 'POST', body, ...call })
    return data
  }

  /** Calls and gives the answer as it is, once it is a success. */
  async open(path: string, call: Call = {}): Promise<Response> {
    const response = await this.send(path, call)
    if (!response.ok) throw new NomadError(response.status, await response.text())
    return response
  }

  /** Calls and gives the answer as it is, whatever its status; redirections are not followed. */
  send(path: string, { method = 'GET', body, headers, ...call }: Call = {}): Promise<Response> {
    const { token, fetch: ask = fetch } = this.#options
    const signal = this.#signalOf(call)
    return ask(this.#url(path, call), {
      method,
      redirect: 'manual',
      headers: { ...(token === undefined ? {} : { 'X-Nomad-Token': token }), ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      ...(signal ? { signal } : {}),
    })
  }

  #url(path: string, { query = {}, namespace, region }: Call): URL {
    const { address = 'http://127.0.0.1:4646' } = this.#options
    const url = new URL(path, address)
    const named = { namespace: namespace ?? this.#options.namespace, region: region ?? this.#options.region }
    for (const [name, value] of Object.entries({ ...named, ...query })) {
      if (value === undefined) continue
      for (const one of Array.isArray(value) ? value : [value]) url.searchParams.append(name, String(one))
    }
    return url
  }

  // A blocking read may take as long as it asked to wait, and a sixteenth more.
  #readTimeoutMs({ index = 0, wait }: ReadOptions): number {
    const { timeoutMs = callTimeoutMs } = this.#options
    if (timeoutMs === 0 || index === 0) return timeoutMs
    const waitMs = wait === undefined ? waitMsMax : Math.min(durationMs(wait) || waitMsMax, waitMsMax)
    return timeoutMs + Math.ceil(waitMs * (17 / 16))
  }

  #signalOf({ signal, timeoutMs = this.#options.timeoutMs ?? callTimeoutMs }: CallOptions): AbortSignal | undefined {
    if (timeoutMs === 0) return signal
    const timeout = AbortSignal.timeout(timeoutMs)
    return signal ? AbortSignal.any([signal, timeout]) : timeout
  }
}

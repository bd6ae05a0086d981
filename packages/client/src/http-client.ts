// One call over fetch: addresses, query parameters, headers, and errors that keep Nomad's status and text.

/** Where the server is and how to speak to it. */
export interface ClientOptions {
  /** `http://127.0.0.1:4646` by default. */
  readonly address?: string
  /** Sent as `X-Nomad-Token`. */
  readonly token?: string
  readonly namespace?: string
  /** The global one by default. */
  readonly fetch?: typeof fetch
}

/** An answer that is not 200. */
export class NomadError extends Error {
  readonly status: number
  /** Nomad's text. */
  readonly text: string

  constructor(status: number, text: string) {
    super(`${status} ${text}`)
    this.status = status
    this.text = text
  }
}

/** What every read may ask for: wait until its index has moved past one, for at most so long. */
export interface ReadOptions {
  readonly index?: number
  /** A Go duration such as `30s`. */
  readonly wait?: string
  readonly prefix?: string
  readonly filter?: string
  readonly signal?: AbortSignal
}

/** What was read, and the index to wait on next. */
export interface Read<T> {
  readonly data: T
  readonly index: number
}

/** A call beside its path. */
export interface Call {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>
  readonly body?: unknown
  readonly signal?: AbortSignal | undefined
}

/** Makes calls; everything else of this package goes through it. */
export class HttpClient {
  readonly #options: ClientOptions

  constructor(options: ClientOptions = {}) {
    this.#options = options
  }

  /** Calls and reads the answer as JSON. */
  async json<T>(path: string, call: Call = {}): Promise<Read<T>> {
    const response = await this.open(path, call)
    const data: T = await response.json()
    return { data, index: Number(response.headers.get('X-Nomad-Index') ?? 0) }
  }

  /** Reads with the usual options. */
  read<T>(path: string, { signal, ...query }: ReadOptions = {}): Promise<Read<T>> {
    return this.json<T>(path, { query, signal })
  }

  /** Calls and gives the answer as it is, once its status is 200. */
  async open(path: string, { method = 'GET', query = {}, body, signal }: Call = {}): Promise<Response> {
    const { address = 'http://127.0.0.1:4646', token, namespace, fetch: call = fetch } = this.#options
    const url = new URL(path, address)
    if (namespace !== undefined) url.searchParams.set('namespace', namespace)
    for (const [name, value] of Object.entries(query))
      if (value !== undefined) url.searchParams.set(name, String(value))
    const response = await call(url, {
      method,
      headers: token === undefined ? {} : { 'X-Nomad-Token': token },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      ...(signal ? { signal } : {}),
    })
    if (response.status !== 200) throw new NomadError(response.status, await response.text())
    return response
  }
}

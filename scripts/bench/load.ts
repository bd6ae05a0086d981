// Starts servers for the benches about HTTP, and asks them over connections that stay open.

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/** What a server holds, in bytes. */
export interface Memory {
  readonly rss: number
  readonly held: number
}

/** A server in a process of its own. */
export interface Served {
  readonly port: number
  readonly ask: (control: string) => Promise<Record<string, number>>
  /** Milliseconds that its thread has had a core so far. */
  readonly coreMs: () => Promise<number>
  /** What it holds after its garbage was collected. */
  readonly memory: () => Promise<Memory>
  readonly stop: () => Promise<void>
}

/** Starts `served.ts`. */
export async function startServer(kind: 'bare' | 'cutover', argument: string): Promise<Served> {
  const file = fileURLToPath(new URL('./served.ts', import.meta.url))
  const args = [...process.execArgv, '--expose-gc', file, kind, argument]
  const child: ChildProcess = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const stop = async (): Promise<void> => {
    child.kill()
    if (child.exitCode === null) await once(child, 'exit')
  }
  if (!child.stdout) throw new Error('bench: a server without output')
  const [line] = await once(createInterface(child.stdout), 'line')
  const { url, control }: { readonly url: string; readonly control: string } = JSON.parse(line)
  const ask = async (path: string): Promise<Record<string, number>> => JSON.parse(await textOf(`${control}/${path}`))
  const coreMs = async (): Promise<number> => (await ask('usage')).coreMs ?? 0
  const memory = async (): Promise<Memory> => {
    const { rss = 0, held = 0 } = await ask('memory')
    return { rss, held }
  }
  return { port: Number(new URL(url).port), ask, coreMs, memory, stop }
}

/** The body of a GET. */
export async function textOf(url: string): Promise<string> {
  const response = await fetch(url)
  if (!response.ok) throw new Error(`bench: ${response.status} of ${url}`)
  return response.text()
}

/** One request as it is sent. */
export function requestText(method: string, path: string, body?: unknown): string {
  const text = body === undefined ? '' : JSON.stringify(body)
  const length = body === undefined ? '' : `Content-Length: ${Buffer.byteLength(text)}\r\n`
  return `${method} ${path} HTTP/1.1\r\nHost: bench\r\n${length}\r\n${text}`
}

// One for all connections: what is read is looked at at once, and never kept.
const shared = Buffer.allocUnsafe(256 * 1024)

/** A connection on which one request is under way at a time. It costs as little as it can: it runs beside the server. */
export class Connection {
  readonly #socket: Socket
  /** The beginning of an answer whose headers have not all come. */
  #head = ''
  /** Bytes of the answer that are yet to come. */
  #missing = 0
  #status = 0
  #answered: ((status: number) => void) | undefined

  private constructor(port: number) {
    const take = (length: number, bytes: Uint8Array): boolean => this.#take(length, bytes)
    const onread = { buffer: () => shared, callback: take }
    this.#socket = connect({ port, host: '127.0.0.1', noDelay: true, onread })
    this.#socket.on('error', () => this.#answered?.(0))
  }

  static async open(port: number): Promise<Connection> {
    const connection = new Connection(port)
    await once(connection.#socket, 'connect')
    return connection
  }

  /** Sends a request; resolves with the status once the whole answer is there. */
  ask(text: string): Promise<number> {
    return new Promise((resolve) => {
      this.#answered = resolve
      this.#socket.write(text, 'latin1')
    })
  }

  close(): void {
    this.#socket.destroy()
  }

  #take(length: number, bytes: Uint8Array): boolean {
    if (this.#missing > 0) this.#missing -= length
    else this.#begin(length, bytes)
    if (this.#missing === 0 && this.#head === '') this.#answered?.(this.#status)
    return true
  }

  #begin(length: number, bytes: Uint8Array): void {
    const text = this.#head + Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(length, 4_096)).toString('latin1')
    const end = text.indexOf('\r\n\r\n')
    if (end < 0) {
      this.#head = text
      return
    }
    const all = this.#head.length + length
    this.#head = ''
    this.#status = Number(text.slice(9, 12))
    this.#missing = end + 4 + Number(/content-length: (\d+)/i.exec(text)?.[1] ?? 0) - all
  }
}

/** What a server did while it was asked as fast as it answered. */
export interface Load {
  readonly count: number
  readonly seconds: number
  /** How long the server's thread had a core. */
  readonly coreSeconds: number
  readonly perSecond: number
  /** Requests a second of the time that its thread had a core. */
  readonly perCoreSecond: number
}

/** Several loads on one server, one after the other, as one. */
export function together(loads: readonly Load[]): Load {
  const sum = (of: 'count' | 'seconds' | 'coreSeconds'): number => loads.reduce((all, one) => all + one[of], 0)
  return loadOf(sum('count'), sum('seconds'), sum('coreSeconds'))
}

function loadOf(count: number, seconds: number, coreSeconds: number): Load {
  return { count, seconds, coreSeconds, perSecond: count / seconds, perCoreSecond: count / coreSeconds }
}

interface Asking {
  readonly ms: number
  readonly request: (n: number) => string
}

/** Connections that ask a server again and again, each with the next request as soon as it has an answer. */
export class Callers {
  readonly #server: Served
  readonly #connections: readonly Connection[]
  /** Requests so far: whoever asks goes on where the last load ended. */
  #count = 0

  private constructor(server: Served, connections: readonly Connection[]) {
    this.#server = server
    this.#connections = connections
  }

  static async open(server: Served, count: number): Promise<Callers> {
    const opening = Array.from({ length: count }, () => Connection.open(server.port))
    return new Callers(server, await Promise.all(opening))
  }

  async load({ ms, request }: Asking): Promise<Load> {
    const first = this.#count
    const before = await this.#server.coreMs()
    const begun = performance.now()
    const keepAsking = async (connection: Connection): Promise<void> => {
      while (performance.now() < begun + ms) {
        const status = await connection.ask(request(this.#count))
        if (status !== 200) throw new Error(`bench: status ${status}`)
        this.#count += 1
      }
    }
    await Promise.all(this.#connections.map(keepAsking))
    const seconds = (performance.now() - begun) / 1_000
    const after = await this.#server.coreMs()
    return loadOf(this.#count - first, seconds, (after - before) / 1_000)
  }

  close(): void {
    for (const connection of this.#connections) connection.close()
  }
}

/** Asks a server for some time over a number of connections that are opened for it. */
export async function load(
  server: Served,
  { connections, ...asking }: Asking & { readonly connections: number },
): Promise<Load> {
  const callers = await Callers.open(server, connections)
  const found = await callers.load(asking)
  callers.close()
  return found
}

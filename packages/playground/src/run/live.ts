// A cluster that is looked at while it lives: what is there, then its event stream, as entries. A part of the page that is loaded when
// it is needed.

import { eventStream, HttpClient, readClusterRows } from '@cutover/client'
import type { Entry, State } from '@cutover/core'
import { type Exchange, type Gap, ImportedLog, readStreamLine, readToldRows } from '@cutover/simulator'
import { registerPart } from './parts.ts'

/** Who hears of a live cluster. */
export interface LiveListener {
  /** What is there, before anything is told. */
  readonly begin: (origin: State) => void
  readonly told: (entries: readonly Entry[]) => void
  /** What the stream did not tell so far. */
  readonly gaps: (gaps: readonly Gap[]) => void
  /** The connection broke off, and why. */
  readonly broken: (why: string) => void
}

/** How long the stream may be quiet before an index counts as told. */
const quietMs = 200

/** Follows a cluster until it is stopped. */
export class LiveCluster {
  readonly address: string
  /** Sent with what is asked; without one the cluster is only looked at. */
  token: string | undefined
  readonly #stop = new AbortController()

  constructor(address: string, token: string | undefined) {
    this.address = address
    this.token = token
  }

  /** Stops following. */
  stop(): void {
    this.#stop.abort()
  }

  /** Reads what is there, then follows. Never rejects: what went wrong is told. */
  async follow(listener: LiveListener): Promise<void> {
    const { signal } = this.#stop
    try {
      const { index, rows } = await readClusterRows(this.#http(), signal)
      const log = new ImportedLog(readToldRows(index, JSON.stringify(rows)))
      const origin = log.begin(index + 1)
      listener.begin(origin)
      await this.#stream(log, index, listener)
      if (!signal.aborted) listener.broken('the server ended the stream')
    } catch (error) {
      if (!signal.aborted) listener.broken(error instanceof Error ? error.message : String(error))
    }
  }

  async #stream(log: ImportedLog, index: number, listener: LiveListener): Promise<void> {
    const { signal } = this.#stop
    const tell = (entries: readonly Entry[]): void => {
      if (entries.length === 0) return
      listener.told(entries)
      listener.gaps(log.gaps)
    }
    let quiet: ReturnType<typeof setTimeout> | undefined
    for await (const told of eventStream(this.#http(), { namespace: '*', index: index + 1, signal, resume: false })) {
      clearTimeout(quiet)
      const batch = readStreamLine(JSON.stringify(told))
      if (batch && batch.index > index) tell(log.take(batch))
      quiet = setTimeout(() => tell(log.end()), quietMs)
    }
    clearTimeout(quiet)
    tell(log.end())
  }

  /** Asks the cluster. Answers the call with its answer. */
  async ask(call: Pick<Exchange, 'method' | 'path' | 'request'>): Promise<Exchange> {
    const { method, path, request } = call
    const response = await this.#http().send(path, { method, ...(request === '' ? {} : { body: request }) })
    return { ...call, status: response.status, answer: await response.text() }
  }

  #http(): HttpClient {
    const { address, token } = this
    return new HttpClient({
      address,
      fetch: (input, init) => fetch(input, init),
      ...(token === undefined || token === '' ? {} : { token }),
    })
  }
}

registerPart('live', { LiveCluster })

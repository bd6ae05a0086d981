// Variables over HTTP: texts by name under a path, written only if nobody else has, where asked.

import type { CallOptions, HttpClient, Read, ReadOptions } from './http-client.ts'
import { path } from './paths.ts'

/** A variable as lists show it. */
export interface VariableStub {
  readonly Namespace: string
  readonly Path: string
  readonly CreateIndex: number
  readonly ModifyIndex: number
  /** In nanoseconds, as all numbers here: beyond what a double holds whole. */
  readonly CreateTime: number
  readonly ModifyTime: number
}

/** A variable with its texts by name. */
export interface Variable extends VariableStub {
  readonly Items: Readonly<Record<string, string>>
}

/** How a variable is written or deleted. */
export interface VariableWrite extends CallOptions {
  /** Only if it was last changed at this index, zero if it must be new; otherwise the call rejects with status 409. */
  readonly checkIndex?: number
}

/** Calls about variables. */
export class Variables {
  readonly #http: HttpClient

  constructor(http: HttpClient) {
    this.#http = http
  }

  list(options?: ReadOptions): Promise<Read<readonly VariableStub[]>> {
    return this.#http.read('/v1/vars', options)
  }

  get(name: string, options?: ReadOptions): Promise<Read<Variable>> {
    return this.#http.read(path`/v1/var/${name}`, options)
  }

  /** Creates or replaces one. */
  put(name: string, items: Variable['Items'], options: VariableWrite = {}): Promise<Variable> {
    const { checkIndex, ...call } = options
    return this.#http.write(path`/v1/var/${name}`, { Items: items }, { query: { cas: checkIndex }, ...call })
  }

  async delete(name: string, options: VariableWrite = {}): Promise<void> {
    const { checkIndex, ...call } = options
    await this.#http.json(path`/v1/var/${name}`, { method: 'DELETE', query: { cas: checkIndex }, ...call })
  }
}

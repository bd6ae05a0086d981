// Allocations, evaluations, nodes and namespaces over HTTP.

import type { CallOptions, HttpClient, Read, ReadOptions } from './http-client.ts'
import { path } from './paths.ts'
import type { DrainSpec, Namespace, Node, NodeStub, NodeUpdated } from './wire-cluster.ts'
import type { Allocation, AllocationStopped, AllocationStub, Evaluation } from './wire-types.ts'

/** Calls about allocations. */
export class Allocations {
  readonly #http: HttpClient

  constructor(http: HttpClient) {
    this.#http = http
  }

  list(
    options?: ReadOptions & { readonly resources?: boolean; readonly taskStates?: boolean },
  ): Promise<Read<readonly AllocationStub[]>> {
    const { resources, taskStates, ...read } = options ?? {}
    return this.#http.read('/v1/allocations', read, { resources, task_states: taskStates })
  }

  get(id: string, options?: ReadOptions): Promise<Read<Allocation>> {
    return this.#http.read(path`/v1/allocation/${id}`, options)
  }

  /** Stops it; another takes its place. */
  stop(
    id: string,
    options: CallOptions & { readonly noShutdownDelay?: boolean; readonly reschedule?: boolean } = {},
  ): Promise<AllocationStopped> {
    const { noShutdownDelay, reschedule, ...call } = options
    const query = { no_shutdown_delay: noShutdownDelay, reschedule }
    return this.#http.write(path`/v1/allocation/${id}/stop`, {}, { query, ...call })
  }
}

/** Calls about evaluations. */
export class Evaluations {
  readonly #http: HttpClient

  constructor(http: HttpClient) {
    this.#http = http
  }

  list(
    options?: ReadOptions & { readonly job?: string; readonly status?: string },
  ): Promise<Read<readonly Evaluation[]>> {
    const { job, status, ...read } = options ?? {}
    return this.#http.read('/v1/evaluations', read, { job, status })
  }

  /** `related`: with stubs of what came before and after. */
  get(id: string, options?: ReadOptions & { readonly related?: boolean }): Promise<Read<Evaluation>> {
    const { related, ...read } = options ?? {}
    return this.#http.read(path`/v1/evaluation/${id}`, read, { related })
  }

  allocations(id: string, options?: ReadOptions): Promise<Read<readonly AllocationStub[]>> {
    return this.#http.read(path`/v1/evaluation/${id}/allocations`, options)
  }

  count(options?: ReadOptions): Promise<Read<{ readonly Count: number }>> {
    return this.#http.read('/v1/evaluations/count', options)
  }
}

/** Calls about nodes. */
export class Nodes {
  readonly #http: HttpClient

  constructor(http: HttpClient) {
    this.#http = http
  }

  list(
    options?: ReadOptions & { readonly resources?: boolean; readonly os?: boolean },
  ): Promise<Read<readonly NodeStub[]>> {
    const { resources, os, ...read } = options ?? {}
    return this.#http.read('/v1/nodes', read, { resources, os })
  }

  get(id: string, options?: ReadOptions): Promise<Read<Node>> {
    return this.#http.read(path`/v1/node/${id}`, options)
  }

  allocations(id: string, options?: ReadOptions): Promise<Read<readonly Allocation[]>> {
    return this.#http.read(path`/v1/node/${id}/allocations`, options)
  }

  /** Drains a node; null cancels its drain. */
  drain(
    id: string,
    spec: DrainSpec | null,
    options: CallOptions & { readonly markEligible?: boolean } = {},
  ): Promise<NodeUpdated> {
    const { markEligible = false, ...call } = options
    return this.#http.write(
      path`/v1/node/${id}/drain`,
      { NodeID: id, DrainSpec: spec, MarkEligible: markEligible },
      call,
    )
  }

  setEligibility(id: string, eligibility: 'eligible' | 'ineligible', options?: CallOptions): Promise<NodeUpdated> {
    return this.#http.write(path`/v1/node/${id}/eligibility`, { NodeID: id, Eligibility: eligibility }, options)
  }

  purge(id: string, options?: CallOptions): Promise<NodeUpdated> {
    return this.#http.write(path`/v1/node/${id}/purge`, {}, options)
  }

  pools(options?: ReadOptions): Promise<Read<readonly { readonly Name: string }[]>> {
    return this.#http.read('/v1/node/pools', options)
  }
}

/** Calls about namespaces. */
export class Namespaces {
  readonly #http: HttpClient

  constructor(http: HttpClient) {
    this.#http = http
  }

  list(options?: ReadOptions): Promise<Read<readonly Namespace[]>> {
    return this.#http.read('/v1/namespaces', options)
  }

  get(name: string, options?: ReadOptions): Promise<Read<Namespace>> {
    return this.#http.read(path`/v1/namespace/${name}`, options)
  }

  /** Creates or changes one. */
  async put(namespace: Partial<Namespace> & { readonly Name: string }, options: CallOptions = {}): Promise<void> {
    await this.#http.write('/v1/namespace', namespace, options)
  }

  async delete(name: string, options: CallOptions = {}): Promise<void> {
    await this.#http.json(path`/v1/namespace/${name}`, { method: 'DELETE', ...options })
  }
}

// What a case works with: raw calls, jobs with names of their own, waits, and a clean-up of all that was left behind.

import { Client } from '../client.ts'
import { hasEnded } from '../deployments.ts'
import type { ClientOptions, Method, Query, Read, ReadOptions } from '../http-client.ts'
import type { JobRegistered } from '../wire-jobs.ts'
import type { AllocationStub, Deployment, DeploymentUpdate, Evaluation } from '../wire-types.ts'
import { Difference, same } from './case.ts'
import { type Driver, document, type Group, type JobWish } from './job-documents.ts'

/** An answer as it came. */
export interface Answer {
  readonly status: number
  readonly text: string
  readonly headers: Headers
  /** `X-Nomad-Index`. */
  readonly index: number
  readonly json: <T>() => T
}

/** A call beside its path. */
export interface Ask {
  readonly query?: Query
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
  readonly signal?: AbortSignal
}

/** A job that is there, with its newest deployment. */
export interface Running {
  readonly id: string
  readonly registered: JobRegistered
  readonly deployment: Deployment
}

/** How long anything may take to come about, in milliseconds. */
const patienceMs = 60_000

/** The tools of one case. */
export class Bench {
  readonly client: Client
  readonly driver: Driver
  readonly #jobs: { readonly id: string; readonly namespace: string }[] = []
  readonly #namespaces: string[] = []

  constructor(options: ClientOptions, driver: Driver) {
    this.client = new Client(options)
    this.driver = driver
  }

  /** A name that nobody else uses. */
  name(kind = 'job'): string {
    return `conformance-${kind}-${crypto.randomUUID().slice(0, 13)}`
  }

  /** Any call; `line` is method and path. */
  async ask(line: `${Method} /${string}`, { query, body, headers, signal }: Ask = {}): Promise<Answer> {
    const [method, path] = splitLine(line)
    const response = await this.client.http.send(path, {
      method,
      timeoutMs: patienceMs,
      ...(query ? { query } : {}),
      ...(body === undefined ? {} : { body }),
      ...(headers ? { headers } : {}),
      ...(signal ? { signal } : {}),
    })
    const text = await response.text()
    return {
      status: response.status,
      text,
      headers: response.headers,
      index: Number(response.headers.get('X-Nomad-Index') ?? Number.NaN),
      json: () => JSON.parse(text),
    }
  }

  /** A call whose status and text are known. */
  async refused(line: `${Method} /${string}`, ask: Ask, status: number, text: string): Promise<Answer> {
    const answer = await this.ask(line, ask)
    same(line, [answer.status, answer.text], [status, text])
    return answer
  }

  /** A namespace of one's own. */
  async namespace(): Promise<string> {
    const name = this.name('space')
    await this.client.namespaces.put({ Name: name })
    this.#namespaces.push(name)
    return name
  }

  /** The document of a job with a name of its own. */
  document(wish: JobWish = {}): { readonly ID: string; readonly [field: string]: unknown } {
    return document({ id: this.name(), driver: this.driver, ...wish })
  }

  /** Registers a document. It is purged in the end. */
  async register(job: { readonly ID: string; readonly [field: string]: unknown }): Promise<JobRegistered> {
    const namespace = typeof job['Namespace'] === 'string' ? job['Namespace'] : 'default'
    this.#jobs.push({ id: job.ID, namespace })
    return this.client.jobs.register(job)
  }

  /** A job that nothing can be placed of, with its deployment: quick, and needs no node. */
  unplaceable(wish: JobWish = {}): Promise<Running> {
    return this.run(this.document({ unplaceable: true, ...wish }))
  }

  /** Registers a document and waits for the deployment of that version. */
  async run(job: { readonly ID: string; readonly [field: string]: unknown }): Promise<Running> {
    const registered = await this.register(job)
    const namespace = typeof job['Namespace'] === 'string' ? job['Namespace'] : 'default'
    const deployment = await this.newest(
      job.ID,
      'a deployment of this version',
      (row) => row.JobSpecModifyIndex >= registered.JobModifyIndex,
      namespace,
    )
    return { id: job.ID, registered, deployment }
  }

  /** Registers a document and waits until its rollout has succeeded. */
  async rollOut(job: { readonly ID: string; readonly [field: string]: unknown }): Promise<Running> {
    const running = await this.run(job)
    const deployment = await this.settled(running.deployment.ID)
    same(`the rollout of ${job.ID}`, deployment.Status, 'successful')
    return { ...running, deployment }
  }

  /** A job whose health is decided by hand, with as many allocations placed as its deployment wants at first. */
  async byHand(group: Group = {}): Promise<Running & { readonly wish: JobWish }> {
    const wish = { id: this.name(), group: { healthCheck: 'manual', ...group } }
    const running = await this.run(this.document(wish))
    await this.placed(running.deployment.ID, group.count ?? 1)
    return { ...running, wish }
  }

  /** Waits until so many allocations of a deployment run. */
  placed(id: string, count: number): Promise<readonly AllocationStub[]> {
    return this.until(
      `${count} running allocations of the deployment`,
      (options) => this.client.deployments.allocations(id, options),
      (rows) => rows.filter((row) => row.ClientStatus === 'running').length >= count,
    )
  }

  /** Marks all allocations of a deployment healthy. */
  async heal(id: string): Promise<DeploymentUpdate> {
    const { data } = await this.client.deployments.allocations(id)
    return this.client.deployments.setAllocationHealth(id, { healthy: data.map((row) => row.ID) })
  }

  /** Waits until a deployment is as wanted. */
  deployment(id: string, what: string, wanted: (row: Deployment) => boolean): Promise<Deployment> {
    return this.until(what, (options) => this.client.deployments.get(id, options), wanted)
  }

  /** Waits until a deployment has ended. */
  settled(id: string): Promise<Deployment> {
    return this.deployment(id, 'the end of the deployment', hasEnded)
  }

  /** Waits until the newest deployment of a job is as wanted. */
  async newest(
    jobId: string,
    what: string,
    wanted: (row: Deployment) => boolean,
    namespace = 'default',
  ): Promise<Deployment> {
    const found = await this.until(
      what,
      (options) => this.client.jobs.latestDeployment(jobId, { ...options, namespace }),
      (row) => row !== null && wanted(row),
    )
    if (found === null) throw new Difference(what, 'a deployment', found)
    return found
  }

  /** Waits until an evaluation has ended. */
  evaluated(id: string): Promise<Evaluation> {
    return this.until(
      'the end of the evaluation',
      (options) => this.client.evaluations.get(id, options),
      ({ Status }) => Status !== 'pending',
    )
  }

  /** Asks with blocking reads until the answer is as wanted; the last answer is the difference when it never is. */
  async until<T>(
    what: string,
    read: (options: ReadOptions) => Promise<Read<T>>,
    wanted: (data: T) => boolean,
    between: () => Promise<void> = () => Promise.resolve(),
  ): Promise<T> {
    const end = Date.now() + patienceMs
    for (let index = 0; ; ) {
      const answer = await read({ index, wait: '1s' })
      if (wanted(answer.data)) return answer.data
      if (Date.now() > end) throw new Difference(what, `it within ${patienceMs / 1_000} s`, answer.data)
      await between()
      index = answer.index
      if (index === 0) await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }

  /** Removes what the case made. */
  async cleanUp(): Promise<void> {
    for (const { id, namespace } of this.#jobs)
      await this.client.jobs.stop(id, { purge: true, namespace }).catch(() => undefined)
    for (const name of this.#namespaces) await this.client.namespaces.delete(name).catch(() => undefined)
  }
}

const methods: readonly Method[] = ['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'DELETE']

function splitLine(line: string): readonly [method: Method, path: string] {
  const method = methods.find((one) => line.startsWith(`${one} `)) ?? 'GET'
  return [method, line.slice(method.length + 1)]
}

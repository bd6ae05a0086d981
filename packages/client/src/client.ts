// Typed calls of the part of Nomad's API that drives and watches rollouts. Uses fetch alone, so it works in browsers as well.

import { type EventBatch, eventStream, type StreamOptions } from './event-stream.ts'
import { type ClientOptions, HttpClient, type Read, type ReadOptions } from './http-client.ts'
import type {
  AllocationStub,
  Deployment,
  DeploymentUpdate,
  Evaluation,
  Job,
  JobRegistered,
  NodeStub,
} from './wire-types.ts'

/** A client for one server. */
export class Client {
  readonly http: HttpClient

  constructor(options: ClientOptions = {}) {
    this.http = new HttpClient(options)
  }

  deployments(options: ReadOptions = {}): Promise<Read<readonly Deployment[]>> {
    return this.http.read('/v1/deployments', options)
  }

  deployment(id: string, options: ReadOptions = {}): Promise<Read<Deployment>> {
    return this.http.read(`/v1/deployment/${encodeURIComponent(id)}`, options)
  }

  deploymentAllocations(id: string, options: ReadOptions = {}): Promise<Read<readonly AllocationStub[]>> {
    return this.http.read(`/v1/deployment/allocations/${encodeURIComponent(id)}`, options)
  }

  pauseDeployment(id: string): Promise<DeploymentUpdate> {
    return this.#change('pause', id, { Pause: true })
  }

  resumeDeployment(id: string): Promise<DeploymentUpdate> {
    return this.#change('pause', id, { Pause: false })
  }

  /** Promotes all groups, or those named. */
  promoteDeployment(id: string, groups?: readonly string[]): Promise<DeploymentUpdate> {
    return this.#change('promote', id, groups ? { Groups: groups } : { All: true })
  }

  failDeployment(id: string): Promise<DeploymentUpdate> {
    return this.#change('fail', id, {})
  }

  markAllocations(
    id: string,
    marks: { readonly healthy?: readonly string[]; readonly unhealthy?: readonly string[] },
  ): Promise<DeploymentUpdate> {
    const { healthy = [], unhealthy = [] } = marks
    return this.#change('allocation-health', id, { HealthyAllocationIDs: healthy, UnhealthyAllocationIDs: unhealthy })
  }

  jobs(options: ReadOptions = {}): Promise<Read<readonly Job[]>> {
    return this.http.read('/v1/jobs', options)
  }

  job(id: string, options: ReadOptions = {}): Promise<Read<Job>> {
    return this.http.read(jobPath(id), options)
  }

  jobVersions(id: string, options: ReadOptions = {}): Promise<Read<{ readonly Versions: readonly Job[] }>> {
    return this.http.read(jobPath(id, '/versions'), options)
  }

  jobDeployment(id: string, options: ReadOptions = {}): Promise<Read<Deployment | null>> {
    return this.http.read(jobPath(id, '/deployment'), options)
  }

  jobAllocations(id: string, options: ReadOptions = {}): Promise<Read<readonly AllocationStub[]>> {
    return this.http.read(jobPath(id, '/allocations'), options)
  }

  /** Registers a job: the text of a request body, or the document of a job. */
  async registerJob(job: string | { readonly [field: string]: unknown }): Promise<JobRegistered> {
    return this.#written('/v1/jobs', typeof job === 'string' ? job : { Job: job })
  }

  async revertJob(id: string, version: number): Promise<JobRegistered> {
    return this.#written(jobPath(id, '/revert'), { JobID: id, JobVersion: version, EnforcePriorVersion: null })
  }

  async scaleJob(id: string, group: string, count: number): Promise<JobRegistered> {
    return this.#written(jobPath(id, '/scale'), { Target: { Group: group, Job: id }, Count: count })
  }

  async evaluateJob(id: string): Promise<JobRegistered> {
    return this.#written(jobPath(id, '/evaluate'), { JobID: id })
  }

  async stopJob(id: string, { purge = false }: { readonly purge?: boolean } = {}): Promise<JobRegistered> {
    const { data } = await this.http.json<JobRegistered>(jobPath(id), { method: 'DELETE', query: { purge } })
    return data
  }

  evaluation(id: string, options: ReadOptions = {}): Promise<Read<Evaluation>> {
    return this.http.read(`/v1/evaluation/${encodeURIComponent(id)}`, options)
  }

  nodes(options: ReadOptions = {}): Promise<Read<readonly NodeStub[]>> {
    return this.http.read('/v1/nodes', options)
  }

  /** Follows the event stream. */
  events(options: StreamOptions = {}): AsyncGenerator<EventBatch, void, undefined> {
    return eventStream(this.http, options)
  }

  #change(verb: string, id: string, body: object): Promise<DeploymentUpdate> {
    return this.#written(`/v1/deployment/${verb}/${encodeURIComponent(id)}`, { DeploymentID: id, ...body })
  }

  async #written<T>(path: string, body: unknown): Promise<T> {
    const { data } = await this.http.json<T>(path, { method: 'POST', body })
    return data
  }
}

function jobPath(id: string, rest = ''): string {
  return `/v1/job/${encodeURIComponent(id)}${rest}`
}

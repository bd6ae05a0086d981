// Jobs over HTTP: reads, and everything that changes them.

import type { CallOptions, HttpClient, Read, ReadOptions } from './http-client.ts'
import { path } from './paths.ts'
import type * as wire from './wire-jobs.ts'
import type { AllocationStub, Deployment, Evaluation } from './wire-types.ts'

/** Calls about one job, or all of them. */
export class Jobs {
  readonly #http: HttpClient

  constructor(http: HttpClient) {
    this.#http = http
  }

  list(options?: ReadOptions & { readonly meta?: boolean }): Promise<Read<readonly wire.JobStub[]>> {
    const { meta, ...read } = options ?? {}
    return this.#http.read('/v1/jobs', read, { meta })
  }

  get(id: string, options?: ReadOptions): Promise<Read<wire.Job>> {
    return this.#http.read(path`/v1/job/${id}`, options)
  }

  /** Newest first. `diffs`: what changed from each to the next. */
  versions(id: string, options?: ReadOptions & { readonly diffs?: boolean }): Promise<Read<wire.JobVersions>> {
    const { diffs, ...read } = options ?? {}
    return this.#http.read(path`/v1/job/${id}/versions`, read, { diffs })
  }

  /** `all`: those of earlier jobs of the same id as well. */
  deployments(id: string, options?: AllOptions): Promise<Read<readonly Deployment[]>> {
    return this.#ofJob(path`/v1/job/${id}/deployments`, options)
  }

  /** The newest; null when there is none. */
  latestDeployment(id: string, options?: ReadOptions): Promise<Read<Deployment | null>> {
    return this.#http.read(path`/v1/job/${id}/deployment`, options)
  }

  /** `all`: those of earlier jobs of the same id as well. */
  allocations(id: string, options?: AllOptions): Promise<Read<readonly AllocationStub[]>> {
    return this.#ofJob(path`/v1/job/${id}/allocations`, options)
  }

  evaluations(id: string, options?: ReadOptions): Promise<Read<readonly Evaluation[]>> {
    return this.#http.read(path`/v1/job/${id}/evaluations`, options)
  }

  summary(id: string, options?: ReadOptions): Promise<Read<wire.JobSummary>> {
    return this.#http.read(path`/v1/job/${id}/summary`, options)
  }

  scaleStatus(id: string, options?: ReadOptions): Promise<Read<wire.JobScaleStatus>> {
    return this.#http.read(path`/v1/job/${id}/scale`, options)
  }

  submission(id: string, version: number, options?: ReadOptions): Promise<Read<wire.JobSubmission>> {
    return this.#http.read(path`/v1/job/${id}/submission`, options, { version })
  }

  actions(id: string, options?: ReadOptions): Promise<Read<readonly { readonly Name: string }[]>> {
    return this.#http.read(path`/v1/job/${id}/actions`, options)
  }

  services(id: string, options?: ReadOptions): Promise<Read<readonly { readonly ServiceName: string }[]>> {
    return this.#http.read(path`/v1/job/${id}/services`, options)
  }

  /** Of all jobs, newest change first. */
  statuses(options?: ReadOptions & { readonly includeChildren?: boolean }): Promise<Read<readonly wire.JobStatus[]>> {
    const { includeChildren, ...read } = options ?? {}
    return this.#http.read('/v1/jobs/statuses', read, { include_children: includeChildren })
  }

  /** Registers a job: its document, or the text of a whole request body. */
  register(
    job: string | wire.JobDocument,
    options: CallOptions & wire.RegisterOptions = {},
  ): Promise<wire.JobRegistered> {
    const { enforceIndex, preserveCounts, evaluationPriority, source, ...call } = options
    const body = {
      Job: job,
      ...(enforceIndex === undefined ? {} : { EnforceIndex: true, JobModifyIndex: enforceIndex }),
      ...(preserveCounts === undefined ? {} : { PreserveCounts: preserveCounts }),
      ...(evaluationPriority === undefined ? {} : { EvalPriority: evaluationPriority }),
      ...(source === undefined ? {} : { Submission: { Source: source.text, Format: source.format } }),
    }
    return this.#http.write('/v1/jobs', typeof job === 'string' ? job : body, call)
  }

  /** Checks a document; what is wrong with it stands in the answer. */
  validate(job: wire.JobDocument, options?: CallOptions): Promise<wire.JobValidated> {
    return this.#http.write('/v1/validate/job', { Job: job }, options)
  }

  /** What registering it would change; nothing is changed. */
  plan(
    id: string,
    job: wire.JobDocument,
    options: CallOptions & { readonly diff?: boolean } = {},
  ): Promise<wire.JobPlan> {
    const { diff = true, ...call } = options
    return this.#http.write(path`/v1/job/${id}/plan`, { Job: job, Diff: diff }, call)
  }

  /** The document of an HCL text. */
  parse(
    hcl: string,
    options: CallOptions & { readonly variables?: string; readonly canonicalize?: boolean } = {},
  ): Promise<wire.JobDocument> {
    const { variables = '', canonicalize = false, ...call } = options
    return this.#http.write('/v1/jobs/parse', { JobHCL: hcl, Variables: variables, Canonicalize: canonicalize }, call)
  }

  /** Stops a job; `purge` removes it with all that it left. */
  async stop(id: string, options: CallOptions & { readonly purge?: boolean } = {}): Promise<wire.JobDeregistered> {
    const { purge = false, ...call } = options
    const { data } = await this.#http.json<wire.JobDeregistered>(path`/v1/job/${id}`, {
      method: 'DELETE',
      query: { purge },
      ...call,
    })
    return data
  }

  /** Registers an older version anew. */
  revert(
    id: string,
    version: number,
    options: CallOptions & { readonly enforcePriorVersion?: number } = {},
  ): Promise<wire.JobRegistered> {
    const { enforcePriorVersion = null, ...call } = options
    const body = { JobID: id, JobVersion: version, EnforcePriorVersion: enforcePriorVersion }
    return this.#http.write(path`/v1/job/${id}/revert`, body, call)
  }

  scale(id: string, request: wire.ScaleRequest, options?: CallOptions): Promise<wire.JobRegistered> {
    const { group, count = null, message = '', error = false, meta } = request
    const body = { Target: { Group: group, Job: id }, Count: count, Message: message, Error: error }
    return this.#http.write(path`/v1/job/${id}/scale`, { ...body, ...(meta ? { Meta: meta } : {}) }, options)
  }

  evaluate(
    id: string,
    options: CallOptions & { readonly forceReschedule?: boolean } = {},
  ): Promise<wire.JobRegistered> {
    const { forceReschedule = false, ...call } = options
    const body = { JobID: id, EvalOptions: { ForceReschedule: forceReschedule } }
    return this.#http.write(path`/v1/job/${id}/evaluate`, body, call)
  }

  setStable(id: string, version: number, stable: boolean, options?: CallOptions): Promise<{ readonly Index: number }> {
    return this.#http.write(path`/v1/job/${id}/stable`, { JobID: id, JobVersion: version, Stable: stable }, options)
  }

  /** Names a version, the newest when none is given. */
  tag(
    id: string,
    tag: { readonly name: string; readonly description?: string; readonly version?: number },
    options?: CallOptions,
  ): Promise<wire.VersionTag> {
    const { name, description = '', version } = tag
    const which = version === undefined ? { Latest: true } : { Version: version }
    const body = { Description: description, ...which }
    return this.#http.write(path`/v1/job/${id}/versions/${name}/tag`, body, options)
  }

  async untag(id: string, name: string, options: CallOptions = {}): Promise<void> {
    await this.#http.json(path`/v1/job/${id}/versions/${name}/tag`, { method: 'DELETE', ...options })
  }

  /** Starts an instance of a parameterized job; `payload` is base64. */
  dispatch(
    id: string,
    request: { readonly meta?: Readonly<Record<string, string>>; readonly payload?: string } = {},
    options?: CallOptions,
  ): Promise<wire.JobDispatched> {
    const { meta = {}, payload = '' } = request
    return this.#http.write(path`/v1/job/${id}/dispatch`, { JobID: id, Meta: meta, Payload: payload }, options)
  }

  /** Launches a periodic job now. */
  forcePeriodic(id: string, options?: CallOptions): Promise<{ readonly EvalID: string; readonly Index: number }> {
    return this.#http.write(path`/v1/job/${id}/periodic/force`, {}, options)
  }

  #ofJob<T>(at: string, options: AllOptions = {}): Promise<Read<T>> {
    const { all, ...read } = options
    return this.#http.read(at, read, { all })
  }
}

/** Reads that may look at earlier jobs of the same id. */
export interface AllOptions extends ReadOptions {
  readonly all?: boolean
}

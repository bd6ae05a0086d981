// Deployments: the interface that a rollout is watched and steered through, and its form over HTTP.

import type { CallOptions, HttpClient, Read, ReadOptions } from './http-client.ts'
import { path } from './paths.ts'
import { type WatchOptions, watch } from './watch.ts'
import type { AllocationStub, Deployment, DeploymentUpdate } from './wire-types.ts'

/** Which allocations are to be marked. */
export interface HealthMarks {
  readonly healthy?: readonly string[]
  readonly unhealthy?: readonly string[]
}

/** Rollouts, whatever is behind them: a server far away, or an engine in this process. What is refused rejects with a NomadError. */
export interface Deployments {
  readonly list: (options?: ReadOptions) => Promise<Read<readonly Deployment[]>>
  readonly get: (id: string, options?: ReadOptions) => Promise<Read<Deployment>>
  readonly allocations: (id: string, options?: ReadOptions) => Promise<Read<readonly AllocationStub[]>>
  readonly pause: (id: string, options?: CallOptions) => Promise<DeploymentUpdate>
  readonly resume: (id: string, options?: CallOptions) => Promise<DeploymentUpdate>
  /** Promotes the canaries of all groups, or of those named. */
  readonly promote: (id: string, groups?: readonly string[], options?: CallOptions) => Promise<DeploymentUpdate>
  /** Fails it; groups with AutoRevert roll the job back. */
  readonly fail: (id: string, options?: CallOptions) => Promise<DeploymentUpdate>
  readonly setAllocationHealth: (id: string, marks: HealthMarks, options?: CallOptions) => Promise<DeploymentUpdate>
  readonly unblock: (id: string, options?: CallOptions) => Promise<DeploymentUpdate>
  /** Every newer state of one deployment, until it has ended or the signal is aborted. */
  readonly watch: (id: string, options?: WatchOptions) => AsyncGenerator<Read<Deployment>, void, undefined>
  /** Every newer state of the list, until the signal is aborted. */
  readonly watchList: (options?: WatchOptions) => AsyncGenerator<Read<readonly Deployment[]>, void, undefined>
}

const endings: ReadonlySet<string> = new Set(['successful', 'failed', 'cancelled'])

/** Whether a deployment has ended for good. */
export function hasEnded({ Status }: Deployment): boolean {
  return endings.has(Status)
}

/** Deployments over HTTP. */
export function deploymentCalls(http: HttpClient): Deployments {
  const change = (verb: string, id: string, body: object, options?: CallOptions): Promise<DeploymentUpdate> =>
    http.write(`/v1/deployment/${verb}/${encodeURIComponent(id)}`, { DeploymentID: id, ...body }, options)
  const get: Deployments['get'] = (id, options) => http.read(path`/v1/deployment/${id}`, options)
  const list: Deployments['list'] = (options) => http.read('/v1/deployments', options)
  return {
    list,
    get,
    allocations: (id, options) => http.read(path`/v1/deployment/allocations/${id}`, options),
    pause: (id, options) => change('pause', id, { Pause: true }, options),
    resume: (id, options) => change('pause', id, { Pause: false }, options),
    promote: (id, groups, options) => change('promote', id, groups ? { Groups: groups } : { All: true }, options),
    fail: (id, options) => change('fail', id, {}, options),
    setAllocationHealth: (id, { healthy = [], unhealthy = [] }, options) => {
      const body = { HealthyAllocationIDs: healthy, UnhealthyAllocationIDs: unhealthy }
      return change('allocation-health', id, body, options)
    },
    unblock: (id, options) => change('unblock', id, {}, options),
    watch: (id, options) => untilEnded((read) => get(id, read), options),
    watchList: (options) => watch(list, options),
  }
}

async function* untilEnded(
  read: (options: ReadOptions) => Promise<Read<Deployment>>,
  options: WatchOptions | undefined,
): AsyncGenerator<Read<Deployment>, void, undefined> {
  for await (const answer of watch(read, options)) {
    yield answer
    if (hasEnded(answer.data)) return
  }
}

// Random scripts of calls, drawn from a seed, and the three doors that they are spoken through: commands to the engine in this
// process, plain HTTP, and the typed client. Every door must leave the same log, byte for byte.

import { createHash } from 'node:crypto'
import { Client, NomadError } from '@cutover/client'
import { type Command, hashState, micros, plus, seconds, zero } from '@cutover/core'
import { submissionOf } from '@cutover/core/job-documents'
import { defaultManagers } from '@cutover/core/managers'
import {
  createEngine,
  type Engine,
  fixedSeed,
  type Log,
  type ManualClock,
  manualClock,
  memoryLog,
} from '@cutover/engine'
import { createServer, inProcessFetch } from '@cutover/http'
import { createLots, nodeId, nodeRow, nodeShape } from '@cutover/simulator'
import { rounds } from './small-engines.ts'

/** One call of a script: about a job, or about its newest deployment. */
export type ScriptCall =
  | { readonly verb: 'register'; readonly document: { readonly ID: string; readonly [key: string]: unknown } }
  | { readonly verb: 'pause' | 'resume' | 'promote' | 'fail' | 'unblock' | 'stop' | 'purge'; readonly jobId: string }
  | { readonly verb: 'mark'; readonly jobId: string; readonly healthy: boolean }
  | { readonly verb: 'scale'; readonly jobId: string; readonly count: number }
  | { readonly verb: 'revert'; readonly jobId: string; readonly version: number }
  | { readonly verb: 'wait'; readonly seconds: number }

/** A script of about a dozen calls; the same number gives the same script. */
export function randomScript(number: number): readonly ScriptCall[] {
  const lots = createLots(`script ${number}`)
  const jobId = `job-${number}`
  const calls: ScriptCall[] = [{ verb: 'register', document: documentOf(jobId, lots.below) }]
  for (let left = 6 + lots.below(8); left > 0; left--) calls.push(randomCall(jobId, lots.below))
  return [...calls, { verb: 'purge', jobId }]
}

type Below = (bound: number) => number

function randomCall(jobId: string, below: Below): ScriptCall {
  const verbs = ['pause', 'resume', 'promote', 'fail', 'unblock', 'stop'] as const
  switch (below(8)) {
    case 0:
      return { verb: 'register', document: documentOf(jobId, below) }
    case 1:
    case 2:
      return { verb: 'mark', jobId, healthy: below(4) > 0 }
    case 3:
      return { verb: 'scale', jobId, count: below(4) }
    case 4:
      return { verb: 'revert', jobId, version: below(3) }
    case 5:
      return { verb: 'wait', seconds: 1 + below(700) }
    default:
      return { verb: verbs[below(verbs.length)] ?? 'pause', jobId }
  }
}

function documentOf(jobId: string, below: Below): { readonly ID: string; readonly [key: string]: unknown } {
  const update = { Canary: below(2), MaxParallel: 1 + below(2), AutoRevert: below(2) === 0, HealthCheck: 'manual' }
  const task = { Name: 'main', Driver: 'mock_driver', Config: { run_for: '1h' }, Env: { REV: String(below(5)) } }
  const group = { Name: 'web', Count: 1 + below(3), Update: update, Tasks: [task] }
  return { ID: jobId, Datacenters: ['*'], TaskGroups: [group] }
}

/** Speaks one call through some door; answers what was said to it. */
export type Speak = (call: Exclude<ScriptCall, { readonly verb: 'wait' }>) => Promise<string>

/** What all scripts left behind. */
export interface Left {
  readonly calls: number
  readonly refused: number
  readonly entries: number
  readonly logHash: string
  readonly stateHash: string
}

/** The doors, by name. */
export const doors = ['engine', 'http', 'client'] as const

/** Plays scripts 1 to `count` through one door on an engine of its own. */
export async function playScripts(door: (typeof doors)[number], count: number, onScript?: () => void): Promise<Left> {
  const clock = manualClock(micros(1_893_456_000_000_000))
  const log = memoryLog()
  const engine = await createEngine({ log, clock, seed: fixedSeed('scripts'), managers: defaultManagers })
  const { speak, close } = await opened(door, engine, clock)
  const heard = { calls: 0, refused: 0 }
  try {
    for (const ordinal of [1, 2, 3]) {
      const shape = nodeShape(ordinal)
      await engine.submit({ type: 'JoinNode', node: nodeRow(shape, nodeId('scripts', shape.name), 0) }, { by: 'fleet' })
    }
    for (let number = 1; number <= count; number++) {
      for (const call of randomScript(number)) await playCall(call, { clock, speak, heard })
      onScript?.()
    }
    return { ...heard, ...(await leftBy(engine, log)) }
  } finally {
    await close()
    await engine.close()
  }
}

interface Playing {
  readonly clock: ManualClock
  readonly speak: Speak
  readonly heard: { calls: number; refused: number }
}

async function playCall(call: ScriptCall, { clock, speak, heard }: Playing): Promise<void> {
  heard.calls += 1
  if (call.verb !== 'wait') {
    if ((await speak(call)) !== '') heard.refused += 1
    return
  }
  const end = plus(clock.now(), seconds(call.seconds))
  for (let next = clock.next(); next !== undefined && next <= end; next = clock.next()) {
    clock.advanceTo(next)
    await rounds(4)
  }
  clock.advanceTo(end)
}

async function leftBy(engine: Engine, log: Log): Promise<Pick<Left, 'entries' | 'logHash' | 'stateHash'>> {
  const hash = createHash('sha256')
  const last = await log.lastIndex()
  for (let from = 1; from <= last; from += 1_000) {
    const entries = await log.read(from, Math.min(last, from + 999))
    hash.update(JSON.stringify(entries, (_key, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value)))
  }
  return { entries: last, logHash: hash.digest('hex'), stateHash: hashState(engine.read()) }
}

interface Opened {
  readonly speak: Speak
  readonly close: () => Promise<void>
}

async function opened(door: (typeof doors)[number], engine: Engine, clock: ManualClock): Promise<Opened> {
  if (door === 'engine') return { speak: speakToEngine(engine), close: () => Promise.resolve() }
  const settings = { region: 'global', datacenter: 'dc1', name: 'server', version: '0.1.0', address: '127.0.0.1:0' }
  const api = { engine, clock, settings }
  if (door === 'client') {
    return { speak: speakByClient(new Client({ fetch: inProcessFetch(api) }), engine), close: () => Promise.resolve() }
  }
  const server = await createServer(api)
  const address = await server.listen({ host: '127.0.0.1', port: 0 })
  return { speak: speakHttp(address, engine), close: () => server.close() }
}

const nobody = '00000000-0000-4000-8000-000000000000'

// The newest deployment of a job, and its allocations: every door is told the same ids.
function newestOf(engine: Engine, jobId: string): { readonly id: string; readonly allocations: readonly string[] } {
  const { tables } = engine.read()
  const rows = [...tables.deployments.by('job', `default\u0000${jobId}`)].sort((a, b) => b.createIndex - a.createIndex)
  const id = rows[0]?.id ?? nobody
  return { id, allocations: [...tables.allocations.by('deployment', id)].map((row) => row.id) }
}

function speakToEngine(engine: Engine): Speak {
  return async (call) => {
    const command = commandOf(engine, call)
    if (typeof command === 'string') return command
    const done = await engine.submit(command)
    if (done.outcome === 'refused') return done.refusal.text
    return done.outcome === 'accepted' ? (done.refusal?.text ?? '') : done.outcome
  }
}

function commandOf(engine: Engine, call: Parameters<Speak>[0]): Command | string {
  if (call.verb === 'register') {
    const submission = submissionOf(engine.read(), { body: JSON.stringify({ Job: call.document }) }, 'global')
    if (!submission.ok) return submission.text
    return { type: 'SubmitJob', namespace: submission.namespace, registration: submission.registration }
  }
  return jobCommandOf(call) ?? deploymentCommandOf(engine, call) ?? `there is no command for ${call.verb}`
}

type JobCall = Exclude<Parameters<Speak>[0], { readonly verb: 'register' }>

function jobCommandOf(call: JobCall): Command | undefined {
  const about = { namespace: 'default', jobId: call.jobId }
  switch (call.verb) {
    case 'scale': {
      const whole = { message: '', error: false, meta: undefined, jobModifyIndex: 0 }
      return { type: 'ScaleJob', ...about, group: 'web', count: call.count, ...whole }
    }
    case 'revert':
      return { type: 'RevertJob', ...about, version: call.version, enforcePriorVersion: undefined }
    case 'stop':
    case 'purge': {
      const whole = { noShutdownDelay: false, evaluationPriority: 0 }
      return { type: 'StopJob', ...about, purge: call.verb === 'purge', ...whole }
    }
    default:
      return undefined
  }
}

function deploymentCommandOf(engine: Engine, call: JobCall): Command | undefined {
  const { id: deploymentId, allocations } = newestOf(engine, call.jobId)
  switch (call.verb) {
    case 'pause':
    case 'resume':
      return { type: 'PauseDeployment', deploymentId, pause: call.verb === 'pause' }
    case 'promote':
      return { type: 'PromoteCanaries', deploymentId, all: true, groups: [], promotedAt: zero }
    case 'fail':
      return { type: 'FailDeployment', deploymentId }
    case 'unblock':
      return { type: 'UnblockDeployment', deploymentId, verb: 'unblock' }
    case 'mark': {
      const [healthy, unhealthy] = call.healthy ? [allocations, []] : [[], allocations]
      return { type: 'MarkAllocations', deploymentId, healthy, unhealthy }
    }
    default:
      return undefined
  }
}

function speakHttp(address: string, engine: Engine): Speak {
  return async (call) => {
    const [method, path, body] = requestOf(engine, call)
    const init = body === undefined ? { method } : { method, body: JSON.stringify(body) }
    const response = await fetch(address + path, init)
    const text = await response.text()
    return response.ok ? '' : text
  }
}

function requestOf(engine: Engine, call: Parameters<Speak>[0]): readonly [method: string, path: string, body?: object] {
  if (call.verb === 'register') return ['PUT', '/v1/jobs', { Job: call.document }]
  const { id, allocations } = newestOf(engine, call.jobId)
  const DeploymentID = id
  switch (call.verb) {
    case 'pause':
    case 'resume':
      return ['PUT', `/v1/deployment/pause/${id}`, { DeploymentID, Pause: call.verb === 'pause' }]
    case 'promote':
      return ['PUT', `/v1/deployment/promote/${id}`, { DeploymentID, All: true }]
    case 'fail':
      return ['PUT', `/v1/deployment/fail/${id}`]
    case 'unblock':
      return ['PUT', `/v1/deployment/unblock/${id}`, { DeploymentID }]
    case 'mark': {
      const marks = call.healthy ? { HealthyAllocationIDs: allocations } : { UnhealthyAllocationIDs: allocations }
      return ['PUT', `/v1/deployment/allocation-health/${id}`, { DeploymentID, ...marks }]
    }
    case 'scale':
      return ['PUT', `/v1/job/${call.jobId}/scale`, { Count: call.count, Target: { Group: 'web' } }]
    case 'revert':
      return ['PUT', `/v1/job/${call.jobId}/revert`, { JobID: call.jobId, JobVersion: call.version }]
    case 'stop':
    case 'purge':
      return ['DELETE', `/v1/job/${call.jobId}?purge=${call.verb === 'purge'}`]
  }
}

function speakByClient({ jobs, deployments }: Client, engine: Engine): Speak {
  return async (call) => {
    try {
      await spoken({ jobs, deployments }, engine, call)
      return ''
    } catch (error) {
      if (error instanceof NomadError) return error.message
      throw error
    }
  }
}

function spoken(
  { jobs, deployments }: Pick<Client, 'jobs' | 'deployments'>,
  engine: Engine,
  call: Parameters<Speak>[0],
): Promise<unknown> {
  if (call.verb === 'register') return jobs.register(call.document)
  const { id, allocations } = newestOf(engine, call.jobId)
  switch (call.verb) {
    case 'mark':
      return deployments.setAllocationHealth(id, call.healthy ? { healthy: allocations } : { unhealthy: allocations })
    case 'scale':
      return jobs.scale(call.jobId, { group: 'web', count: call.count })
    case 'revert':
      return jobs.revert(call.jobId, call.version)
    case 'stop':
    case 'purge':
      return jobs.stop(call.jobId, { purge: call.verb === 'purge' })
    default:
      return deployments[call.verb](id)
  }
}

// Jobs and allocations made with few words, and a reconciliation said in one line: what tests of the reconciler are made of.

import {
  type Allocation,
  type Deployment,
  type DeploymentGroup,
  type Job,
  type JsonObject,
  type Micros,
  micros,
  type Node,
  type ReconcileInput,
  seconds,
  type UpdateDecision,
  zero,
} from '@cutover/core'
import { readJob, readNode } from './recorded/rows.ts'

/** The instant of every pass. */
export const passNow: Micros = micros(1_700_000_000_000_000)

/** An instant some seconds before the pass. */
export function ago(value: number): Micros {
  return micros(passNow - seconds(value))
}

/** What is particular about a job. */
export interface WantedJob {
  readonly type?: string
  readonly version?: number
  readonly createIndex?: number
  readonly stop?: boolean
  readonly groups?: readonly JsonObject[]
}

/** A job with one group `web` of ten, no update block and no reschedule policy, unless told. */
export function wantedJob(group: JsonObject = {}, { groups = [{}], ...job }: WantedJob = {}): Job {
  const createIndex = job.createIndex ?? 100
  return readJob({
    ID: 'job',
    Name: 'job',
    Namespace: 'default',
    Type: job.type ?? 'service',
    Priority: 50,
    Status: 'running',
    Stop: job.stop ?? false,
    Version: job.version ?? 0,
    CreateIndex: createIndex,
    ModifyIndex: createIndex + (job.version ?? 0),
    JobModifyIndex: createIndex + (job.version ?? 0),
    TaskGroups: groups.map((own) => ({ Name: 'web', Count: 10, Tasks: [{ Name: 'task' }], ...group, ...own })),
  })
}

/** An update block with a limit and, if told, canaries. */
export function limit(maxParallel: number, canary = 0): JsonObject {
  return { Update: { MaxParallel: maxParallel, Canary: canary, ProgressDeadline: 600_000_000_000 } }
}

/** Whole numbers from `from` up to but not including `to`. */
export function range(from: number, to: number): readonly number[] {
  return Array.from({ length: to - from }, (_, i) => from + i)
}

/** What is particular about found allocations. `tag` sets those of one case apart that share a name. */
export interface FoundFields extends Partial<Allocation> {
  readonly tag?: string
}

/** Running allocations of a job's group under these name indexes, each on a node of its own. */
export function found(job: Job, indexes: readonly number[], { tag = 'a', ...fields }: FoundFields = {}): Allocation[] {
  const group = fields.group ?? 'web'
  return indexes.map((index) => ({
    ...blank,
    id: `${tag}${index}${group === 'web' ? '' : group}`,
    name: `job.${group}[${index}]`,
    nodeId: `node-${index}`,
    nodeName: `node-${index}`,
    jobId: job.id,
    job,
    createIndex: 1_000 + index,
    ...fields,
  }))
}

const blank: Omit<Allocation, 'id' | 'name' | 'nodeId' | 'nodeName' | 'jobId' | 'job' | 'createIndex'> = {
  namespace: 'default',
  evaluationId: 'evaluation-before',
  group: 'web',
  resources: null,
  metrics: null,
  desiredStatus: 'run',
  desiredDescription: '',
  desiredTransition: {},
  clientStatus: 'running',
  clientDescription: '',
  taskStates: undefined,
  networkStatus: null,
  deploymentId: '',
  health: undefined,
  states: undefined,
  previousAllocation: '',
  nextAllocation: '',
  followupEvaluationId: '',
  rescheduleTracker: undefined,
  preemptedAllocations: undefined,
  preemptedByAllocation: '',
  modifyIndex: 1_000,
  allocationModifyIndex: 1_000,
  createTime: zero,
  modifyTime: zero,
}

/** The fields of an allocation that failed some seconds before the pass. */
export function failed(secondsAgo: number): FoundFields {
  return { clientStatus: 'failed', taskStates: [{ ...deadTask, failed: true, finishedAt: ago(secondsAgo) }] }
}

/** The fields of an allocation whose task ran to its end. */
export function completed(): FoundFields {
  return { clientStatus: 'complete', taskStates: [{ ...deadTask, finishedAt: ago(60) }] }
}

const deadTask = {
  task: 'task',
  state: 'dead',
  failed: false,
  restarts: 0,
  lastRestart: zero,
  startedAt: ago(3_600),
  finishedAt: zero,
  events: undefined,
} as const

/** The fields of an allocation that belongs to the deployment `deployment`, with what is known of its health. */
export function deployed(healthy?: boolean, canary = false): FoundFields {
  return { deploymentId: 'deployment', health: { healthy, timestamp: zero, canary, modifyIndex: 0 } }
}

/** One entry of an allocation's history: it turned unknown some seconds before the pass. */
export function unknownSince(secondsAgo: number): NonNullable<Allocation['states']> {
  return [{ field: 0, value: 'unknown', time: ago(secondsAgo) }]
}

/** A running deployment of a job version with the parts of its groups. */
export function deploymentOf(
  job: Job,
  parts: readonly Partial<DeploymentGroup>[],
  fields: Partial<Deployment> = {},
): Deployment {
  return {
    id: 'deployment',
    namespace: job.namespace,
    jobId: job.id,
    jobVersion: job.version,
    jobModifyIndex: job.modifyIndex,
    jobSpecModifyIndex: job.jobModifyIndex,
    jobCreateIndex: job.createIndex,
    isMultiregion: false,
    groups: parts.map((part) => ({ ...blankPart, ...part })),
    status: 'running',
    statusDescription: 'Deployment is running',
    evaluationPriority: 50,
    createIndex: 900,
    modifyIndex: 900,
    createTime: zero,
    modifyTime: zero,
    watch: undefined,
    ...fields,
  }
}

const blankPart: DeploymentGroup = {
  name: 'web',
  autoRevert: false,
  autoPromote: false,
  progressDeadline: zero,
  requireProgressBy: zero,
  promoted: false,
  placedCanaries: undefined,
  desiredCanaries: 0,
  desiredTotal: 10,
  placed: 0,
  healthy: 0,
  unhealthy: 0,
}

/** Tainted nodes by id: a status, `draining`, or `gone`. */
export function tainted(
  nodes: Readonly<Record<string, Node['status'] | 'draining' | 'gone'>>,
): ReadonlyMap<string, Node | undefined> {
  return new Map(Object.entries(nodes).map(([id, what]) => [id, what === 'gone' ? undefined : taintedNode(id, what)]))
}

function taintedNode(id: string, what: Node['status'] | 'draining'): Node {
  if (what !== 'draining') return readNode({ ID: id, Status: what, SchedulingEligibility: 'eligible' })
  return readNode({ ID: id, Status: 'ready', SchedulingEligibility: 'ineligible', DrainStrategy: { Deadline: 1 } })
}

/** How the update of each allocation is decided: one answer for all, or by allocation. */
export type Decisions = UpdateDecision['kind'] | ((allocation: Allocation) => UpdateDecision['kind'])

/** Allocations of other versions of the job are replaced, the others left alone. */
export function replaceOther(job: Job): Decisions {
  return (allocation) => (allocation.job === job ? 'ignore' : 'destructive')
}

/** The input of a pass over a job and what is found of it. */
export function passOver(
  job: Job | undefined,
  allocations: readonly Allocation[],
  { decide = 'ignore', ...fields }: Partial<ReconcileInput> & { readonly decide?: Decisions } = {},
): ReconcileInput {
  let ids = 0
  return {
    job,
    jobId: 'job',
    namespace: 'default',
    isBatch: job?.document.Type === 'batch',
    deployment: undefined,
    allocations,
    evaluationId: 'evaluation',
    evaluationPriority: 50,
    tainted: new Map(),
    now: passNow,
    decideUpdate: (allocation) => decision(allocation, typeof decide === 'string' ? decide : decide(allocation)),
    newId: () => {
      ids += 1
      return `new-${ids}`
    },
    ...fields,
  }
}

function decision(allocation: Allocation, kind: UpdateDecision['kind']): UpdateDecision {
  return kind === 'inplace' ? { kind, allocation } : { kind }
}

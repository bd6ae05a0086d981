// Rows for the commands of a history: known ones by lot, unknown ones on purpose, and new ones with ids of their own.

import type { Allocation, Deployment, Evaluation, Job, Micros, State } from '@cutover/core'
import { fromNanos, jobKey, zero } from '@cutover/core'
import { blank } from '../model/verbs.ts'
import type { Draws } from './intent.ts'

/** The state that an intent meets, and what it draws from. */
export interface Meeting {
  readonly state: State
  readonly draws: Draws
  readonly isWrong: boolean
  /** The instant of the command. */
  readonly at: Micros
}

type Kind = 'allocation' | 'deployment' | 'evaluation'

const letters: Readonly<Record<Kind, string>> = { allocation: 'a', deployment: 'd', evaluation: 'e' }

/** The id of the n-th new row of a kind in the next entry. */
export function newId({ state }: Pick<Meeting, 'state'>, kind: Kind, ordinal = 0): string {
  const index = String(state.lastIndex + 1).padStart(7, '0')
  return `${letters[kind]}${index}-0000-4000-8000-${String(ordinal).padStart(12, '0')}`
}

/** An id that nothing has. */
export const unknownId = 'ffffffff-0000-4000-8000-000000000000'

/** A known row's id, the newer the likelier; or an unknown one. */
export function idOf({ draws, isWrong }: Meeting, rows: Iterable<{ readonly id: string }>): string {
  if (isWrong && draws.chance(40)) return unknownId
  return newer(draws, [...rows])?.id ?? unknownId
}

/** A row, the newer the likelier. */
export function newer<R extends { readonly id: string }>(draws: Draws, rows: readonly R[]): R | undefined {
  if (rows.length === 0) return undefined
  const back = Math.min(draws.below(rows.length), draws.below(rows.length))
  return rows[rows.length - 1 - back]
}

/** A job, now and then as one of its versions says. */
export function knownJob({ state, draws }: Meeting): Job | undefined {
  const [current, versions] = [[...state.tables.jobs], [...state.tables.jobVersions]]
  return draws.pick(draws.chance(90) ? current : versions)
}

/** A deployment's id: mostly of one that goes on. */
export function deploymentId(meeting: Meeting): string {
  const { state, draws, isWrong } = meeting
  const active = [...state.tables.deployments.by('active', '')]
  if (!isWrong && active.length > 0 && draws.chance(95)) return newer(draws, active)?.id ?? unknownId
  return idOf(meeting, state.tables.deployments)
}

/** An evaluation of a job. */
export function newEvaluation(meeting: Meeting, job: Job, fields: Partial<Evaluation> = {}): Evaluation {
  const { at, draws } = meeting
  return {
    ...blank,
    id: newId(meeting, 'evaluation'),
    namespace: job.namespace,
    jobId: job.id,
    priority: job.document.Priority,
    type: job.document.Type,
    triggeredBy: draws.from('job-register', 'alloc-failure', 'deployment-watcher'),
    createTime: at,
    modifyTime: at,
    ...fields,
  }
}

/** What makes a new allocation. */
export interface Placement {
  readonly job: Job
  readonly group: string
  readonly deploymentId: string
  readonly evaluationId: string
  readonly canary: boolean
  readonly ordinal: number
}

/** An allocation that is about to be placed. */
export function newAllocation(meeting: Meeting, placement: Placement): Allocation {
  const { state, draws, at } = meeting
  const { job, group, canary, ordinal } = placement
  const node = draws.pick([...state.tables.nodes])
  const others = [...state.tables.allocations.by('job', jobKey(job.namespace, job.id))]
  return {
    ...emptyAllocation,
    id: newId(meeting, 'allocation', ordinal),
    namespace: job.namespace,
    evaluationId: placement.evaluationId,
    name: `${job.id}.${group}[${draws.below(4)}]`,
    nodeId: node?.id ?? '',
    nodeName: node?.name ?? '',
    jobId: job.id,
    group,
    clientStatus: draws.chance(90) ? 'pending' : 'running',
    deploymentId: placement.deploymentId,
    health: canary ? { healthy: undefined, timestamp: zero, canary, modifyIndex: 0 } : undefined,
    previousAllocation: draws.chance(30) ? (newer(draws, others)?.id ?? '') : '',
    createTime: at,
    modifyTime: at,
  }
}

const emptyAllocation = {
  job: undefined,
  resources: null,
  metrics: null,
  desiredStatus: 'run',
  desiredDescription: '',
  desiredTransition: {},
  clientDescription: '',
  taskStates: undefined,
  networkStatus: null,
  states: undefined,
  nextAllocation: '',
  followupEvaluationId: '',
  rescheduleTracker: undefined,
  preemptedAllocations: undefined,
  preemptedByAllocation: '',
  createIndex: 0,
  modifyIndex: 0,
  allocationModifyIndex: 0,
} as const

/** A deployment of a job that is about to begin. */
export function newDeployment(meeting: Meeting, job: Job): Deployment {
  const { at, draws } = meeting
  return {
    id: newId(meeting, 'deployment'),
    namespace: job.namespace,
    jobId: job.id,
    jobVersion: job.version,
    jobModifyIndex: job.modifyIndex,
    jobSpecModifyIndex: job.jobModifyIndex,
    jobCreateIndex: job.createIndex,
    isMultiregion: false,
    groups: job.document.TaskGroups.map((group) => newGroup(group)),
    status: draws.chance(92) ? 'running' : draws.from('paused', 'pending', 'blocked', 'initializing'),
    statusDescription: 'Deployment is running',
    evaluationPriority: draws.chance(80) ? job.document.Priority : 0,
    createIndex: 0,
    modifyIndex: 0,
    createTime: at,
    modifyTime: zero,
    watch: undefined,
  }
}

function newGroup({ Name, Count, Update }: Job['document']['TaskGroups'][number]): Deployment['groups'][number] {
  return {
    name: Name,
    autoRevert: Update?.AutoRevert ?? false,
    autoPromote: Update?.AutoPromote ?? false,
    progressDeadline: Update ? fromNanos(Update.ProgressDeadline) : zero,
    requireProgressBy: zero,
    promoted: false,
    placedCanaries: undefined,
    desiredCanaries: Update?.Canary ?? 0,
    desiredTotal: Count,
    placed: 0,
    healthy: 0,
    unhealthy: 0,
  }
}

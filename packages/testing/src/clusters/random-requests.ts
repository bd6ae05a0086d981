// What is asked at the doors, mostly of rows that are there, now and then of what is not, or with what may not be.

import {
  type Command,
  isParameterized,
  isPeriodic,
  type Job,
  micros,
  type OperatorCommand,
  type State,
  seconds,
  zero,
} from '@cutover/core'
import type { Draws } from '../histories/intent.ts'
import { unknownId } from '../histories/row-choice.ts'
import { randomNode } from './random-node.ts'

/** One of them. */
export function randomRequest(state: State, draws: Draws): Command {
  const maker = draws.pick(makers) ?? evaluateNode
  return maker(state, draws)
}

type Maker = (state: State, draws: Draws) => OperatorCommand

const makers: readonly Maker[] = [
  (state, draws) => ({ type: 'PauseDeployment', deploymentId: deploymentId(state, draws), pause: draws.chance(50) }),
  (state, draws) => ({ type: 'FailDeployment', deploymentId: deploymentId(state, draws) }),
  (state, draws) => ({
    type: 'UnblockDeployment',
    deploymentId: deploymentId(state, draws),
    verb: draws.from('unblock', 'run', 'cancel'),
  }),
  (state, draws) => {
    const groups = draws.some(['app', 'cache', 'ghost'], 40)
    const promotedAt = draws.from(zero, state.at)
    return {
      type: 'PromoteCanaries',
      deploymentId: deploymentId(state, draws),
      all: draws.chance(60),
      groups,
      promotedAt,
    }
  },
  markAllocations,
  (state, draws) => {
    const allocationId = draws.chance(10) ? unknownId : (draws.pick([...state.tables.allocations])?.id ?? '')
    return { type: 'StopAllocation', allocationId, noShutdownDelay: draws.chance(30), reschedule: draws.chance(40) }
  },
  reportAllocations,
  reportAllocations,
  stopJob,
  (state, draws) => {
    const job = jobOf(state, draws)
    const version = draws.from(Math.max(0, job.version - 1), job.version, 99)
    return { type: 'RevertJob', ...nameOf(job), version, enforcePriorVersion: draws.from(undefined, job.version, 98) }
  },
  scaleJob,
  scaleJob,
  (state, draws) => ({ type: 'EvaluateJob', ...nameOf(jobOf(state, draws)), forceReschedule: draws.chance(60) }),
  (state, draws) => {
    const job = jobOf(state, draws)
    return {
      type: 'DeclareJobStable',
      ...nameOf(job),
      version: draws.from(0, job.version, 99),
      stable: draws.chance(70),
    }
  },
  tagVersion,
  dispatchJob,
  (state, draws) => {
    const scheduled = draws.chance(60) ? { scheduledFor: micros(1_893_456_000_000_000 + draws.below(3)) } : {}
    return { type: 'ForcePeriodicJob', ...nameOf(templateOf(state, draws, isPeriodic)), ...scheduled }
  },
  (_state, draws) => ({ type: 'JoinNode', node: randomNode(draws, 1 + draws.below(9)) }),
  (state, draws) => ({
    type: 'ReportNodeStatus',
    nodeId: nodeId(state, draws),
    status: draws.from('ready', 'down', 'disconnected', 'initializing'),
    remark: undefined,
  }),
  (state, draws) => {
    const eligibility = draws.from('eligible', 'ineligible', 'perhaps')
    return { type: 'MarkEligibility', nodeId: nodeId(state, draws), eligibility }
  },
  (state, draws) => {
    const specification = { deadline: seconds(draws.from(-1, 0, 60)), ignoreSystemJobs: draws.chance(40) }
    const meta = draws.from(undefined, { by: 'them' })
    const wanted = draws.chance(60) ? specification : undefined
    return {
      type: 'DrainNode',
      nodeId: nodeId(state, draws),
      specification: wanted,
      markEligible: draws.chance(50),
      meta,
    }
  },
  (state, draws) => ({ type: 'PurgeNode', nodeId: nodeId(state, draws) }),
  evaluateNode,
  (state, draws) => {
    const names = [...state.tables.namespaces].map(({ name }) => name)
    return {
      type: 'RemoveNamespaces',
      names: [...draws.some(names, 30), ...draws.some(['', 'ghost'], 20)],
      region: 'eu',
    }
  },
  (state, draws) => {
    const some = draws.some([...state.tables.evaluations], 10).map(({ id }) => id)
    return { type: 'RemoveEvaluations', evaluationIds: draws.chance(20) ? [...some, unknownId] : some }
  },
  ({ schedulerConfiguration }, draws) => {
    const SchedulerAlgorithm = draws.from('binpack', 'spread', 'other')
    const rest = { RejectJobRegistration: draws.chance(10), MemoryOversubscriptionEnabled: draws.chance(50) }
    const document = { SchedulerAlgorithm, PauseEvalBroker: draws.chance(40), ...rest }
    const expectedIndex = draws.from(undefined, 0, schedulerConfiguration?.modifyIndex ?? 7)
    return { type: 'ConfigureScheduler', document, expectedIndex }
  },
  (_state, draws) => {
    return {
      type: 'CollectGarbage',
      what: draws.from('all', 'jobs', 'evaluations', 'deployments', 'nodes'),
      force: draws.chance(60),
    }
  },
]

const ghost = { namespace: 'default', id: 'ghost', version: 0, jobModifyIndex: 0 }

type JobName = Pick<Job, 'namespace' | 'id' | 'version' | 'jobModifyIndex'>

function jobOf({ tables }: State, draws: Draws): JobName {
  return (draws.chance(90) ? draws.pick([...tables.jobs]) : undefined) ?? ghost
}

// Mostly one of the kind that is asked for.
function templateOf(state: State, draws: Draws, isKind: (document: Job['document']) => boolean): JobName {
  const templates = [...state.tables.jobs].filter(({ document }) => isKind(document))
  return draws.chance(80) ? (draws.pick(templates) ?? ghost) : jobOf(state, draws)
}

// What comes to the longest payload that is taken, in Base64.
const payloadLengthMax = 21_846

function nameOf({ namespace, id }: JobName): { readonly namespace: string; readonly jobId: string } {
  return { namespace, jobId: id }
}

function deploymentId({ tables }: State, draws: Draws): string {
  const rows = draws.chance(80) ? tables.deployments.by('active', '') : tables.deployments
  return (draws.chance(92) ? draws.pick([...rows])?.id : undefined) ?? draws.from(unknownId, 'short', '')
}

function nodeId({ tables }: State, draws: Draws): string {
  return (draws.chance(92) ? draws.pick([...tables.nodes])?.id : undefined) ?? draws.from(unknownId, '')
}

function evaluateNode(state: State, draws: Draws): OperatorCommand<'EvaluateNode'> {
  return { type: 'EvaluateNode', nodeId: nodeId(state, draws) }
}

function markAllocations(state: State, draws: Draws): OperatorCommand<'MarkAllocations'> {
  const id = deploymentId(state, draws)
  const rows = draws.chance(90) ? state.tables.allocations.by('deployment', id) : state.tables.allocations
  const ids = [...rows].map((row) => row.id)
  const [healthy, unhealthy] = [draws.some(ids, 40), draws.some(ids, 15)]
  return { type: 'MarkAllocations', deploymentId: id, healthy: draws.chance(5) ? ['short'] : healthy, unhealthy }
}

function reportAllocations({ tables, at }: State, draws: Draws): OperatorCommand<'ReportAllocations'> {
  const reports = draws.some([...tables.allocations], 20).map((row) => ({
    allocationId: draws.chance(5) ? unknownId : row.id,
    nodeId: draws.chance(90) ? row.nodeId : '',
    namespace: draws.from('', row.namespace),
    jobId: draws.from('', row.jobId),
    clientStatus: draws.from<typeof row.clientStatus>('running', 'running', 'failed', 'complete', 'pending', 'unknown'),
    clientDescription: draws.from('', 'told'),
    taskStates: draws.from(undefined, []),
    networkStatus: draws.from(null, { Address: '10.0.0.2' }),
    health: draws.from(undefined, { healthy: draws.from(true, true, false), timestamp: at, canary: draws.chance(20) }),
  }))
  return { type: 'ReportAllocations', reports }
}

function stopJob(state: State, draws: Draws): OperatorCommand<'StopJob'> {
  const [purge, noShutdownDelay, evaluationPriority] = [draws.chance(25), draws.chance(30), draws.from(0, 70, 101)]
  return { type: 'StopJob', ...nameOf(jobOf(state, draws)), purge, noShutdownDelay, evaluationPriority }
}

function scaleJob(state: State, draws: Draws): OperatorCommand<'ScaleJob'> {
  const job = jobOf(state, draws)
  const count = draws.from(undefined, -1, 0, 1, 3, 9)
  const error = draws.chance(20)
  const asked = { group: draws.from('app', 'app', 'cache', '', 'ghost'), count, message: draws.from('', 'because') }
  const meta = draws.from(undefined, { a: 1 })
  return {
    type: 'ScaleJob',
    ...nameOf(job),
    ...asked,
    error,
    meta,
    jobModifyIndex: draws.from(0, job.jobModifyIndex, 3),
  }
}

function tagVersion(state: State, draws: Draws): OperatorCommand<'TagVersion'> {
  const job = jobOf(state, draws)
  const name = draws.from('gold', 'blue', '')
  const tag = draws.chance(60) ? { name, description: draws.from('', 'good') } : undefined
  const place = { version: draws.from(0, job.version, 99), latest: draws.chance(30) }
  return { type: 'TagVersion', ...nameOf(job), ...place, tag, name }
}

function dispatchJob(state: State, draws: Draws): OperatorCommand<'DispatchJob'> {
  return {
    type: 'DispatchJob',
    ...nameOf(templateOf(state, draws, isParameterized)),
    payload: draws.chance(10) ? 'A'.repeat(draws.from(payloadLengthMax, payloadLengthMax + 1)) : draws.from('', 'QQ=='),
    meta: draws.from({}, { key: 'v' }, { other: 'v' }),
    idempotencyToken: draws.from('', 't'),
    idPrefixTemplate: draws.from('', 'pre'),
    priority: draws.from(0, 0, 70, 1, 100, 101, -1),
  }
}

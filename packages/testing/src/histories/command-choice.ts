// An intent meets a state and becomes a command.

import {
  type Allocation,
  type Change,
  type Deployment,
  type Job,
  type JsonObject,
  jobKey,
  type OperatorCommand,
  zero,
} from '@cutover/core'
import type { ModelCommand } from '../model/model.ts'
import { Draws, type Intent } from './intent.ts'
import { documentFor, historyJobs, jobFor } from './job-choice.ts'
import { planFor } from './plan-choice.ts'
import { drain, revert, scaleGroup, setEligibility, submit } from './request-choice.ts'
import { deploymentId, knownJob, type Meeting, newEvaluation, newer, unknownId } from './row-choice.ts'

/** A command, and the instant at which it is given. */
export interface Given {
  readonly command: ModelCommand
  readonly at: Meeting['at']
}

/** The command that an intent is in a state. */
export function commandFor(state: Meeting['state'], { verb, lots, isWrong }: Intent): Given {
  const draws = new Draws(lots)
  const at = draws.after(state.at)
  return { command: makers[verb]({ state, draws, isWrong, at }), at }
}

type Maker = (meeting: Meeting) => ModelCommand

const makers: Readonly<Record<Intent['verb'], Maker>> = {
  register,
  plan: (meeting) => {
    const job = knownJob(meeting)
    return job ? planFor(meeting, job) : register(meeting)
  },
  report,
  mark: (meeting) => ({ type: 'MarkAllocations', ...marks(meeting) }),
  'set health': setHealth,
  pause: (meeting) => {
    return { type: 'PauseDeployment', deploymentId: deploymentId(meeting), pause: meeting.draws.chance(60) }
  },
  promote: (meeting) => ({ type: 'PromoteCanaries', ...promotion(meeting) }),
  'promote by a change': (meeting) => {
    return { type: 'PromoteDeployment', ...promotion(meeting), evaluation: maybeEvaluation(meeting) }
  },
  fail: (meeting) => ({ type: 'FailDeployment', deploymentId: deploymentId(meeting) }),
  'set status': setStatus,
  evaluate,
  transition,
  stop,
  'stop several': stopSeveral,
  stabilize: (meeting) => ({ type: 'MarkJobStable', ...someVersion(meeting), stable: meeting.draws.chance(80) }),
  tag,
  scale,
  'delete deployments': (meeting) => {
    const ids = meeting.draws.some([...meeting.state.tables.deployments], 20).map(({ id }) => id)
    return { type: 'DeleteDeployments', deploymentIds: meeting.isWrong ? [...ids, unknownId] : ids }
  },
  'delete evaluations': deleteEvaluations,
  submit,
  revert,
  'scale a group': scaleGroup,
  drain,
  'set eligibility': setEligibility,
}

function maybeEvaluation(meeting: Meeting): ReturnType<typeof newEvaluation> | undefined {
  const job = knownJob(meeting)
  return job && meeting.draws.chance(70) ? newEvaluation(meeting, job) : undefined
}

function register(meeting: Meeting): Change<'RegisterJob'> {
  const { state, draws, isWrong } = meeting
  const job = jobFor(draws, documentFor(draws, !isWrong || draws.chance(60)), state)
  const current = state.tables.jobs.get(jobKey(job.namespace, job.id))
  const right = current?.jobModifyIndex ?? 0
  const enforced = draws.chance(isWrong ? 70 : 20)
  return {
    type: 'RegisterJob',
    job,
    evaluation: draws.chance(85) ? newEvaluation(meeting, job, { triggeredBy: 'job-register' }) : undefined,
    submission: draws.chance(40) ? submissionFor(job) : undefined,
    enforceIndex: enforced ? (isWrong ? draws.below(9) : right) : undefined,
    preserveCounts: draws.chance(10),
    preserveResources: draws.chance(5),
    deployment: undefined,
  }
}

function submissionFor({ namespace, id }: Job): NonNullable<Change<'RegisterJob'>['submission']> {
  const texts = { source: `job "${id}" {}`, format: 'hcl2', variables: '' }
  return { namespace, jobId: id, version: 0, ...texts, variableFlags: undefined, jobModifyIndex: 0 }
}

const healths = [true, true, true, false, undefined] as const

function report(meeting: Meeting): Change<'UpdateAllocations'> {
  const { state, draws, isWrong } = meeting
  const rows = [...state.tables.allocations]
  const count = 1 + draws.below(2)
  const reports = Array.from({ length: count }, () => newer(draws, rows)).flatMap((row) => {
    if (isWrong && draws.chance(30)) return [{ ...reportOf(meeting, row), allocationId: unknownId }]
    return row ? [reportOf(meeting, row)] : []
  })
  return { type: 'UpdateAllocations', reports, evaluations: draws.chance(20) ? evaluationsOf(meeting) : [] }
}

function reportOf({ draws, at }: Meeting, row: Allocation | undefined): Change<'UpdateAllocations'>['reports'][number] {
  const isNamed = draws.chance(20)
  const health = draws.chance(60)
    ? {
        healthy: healths[draws.below(healths.length)],
        timestamp: draws.chance(90) ? at : zero,
        canary: draws.chance(20),
      }
    : undefined
  return {
    allocationId: row?.id ?? unknownId,
    nodeId: draws.chance(90) ? (row?.nodeId ?? '') : '',
    namespace: isNamed ? (row?.namespace ?? '') : '',
    jobId: isNamed ? (row?.jobId ?? '') : '',
    clientStatus: draws.from('running', 'running', 'running', 'pending', 'failed', 'complete', 'unknown', 'lost'),
    clientDescription: draws.from('', 'Tasks are running'),
    taskStates: draws.chance(50) ? [] : undefined,
    networkStatus: null,
    modifyTime: at,
    health,
  }
}

function evaluationsOf(meeting: Meeting): readonly ReturnType<typeof newEvaluation>[] {
  const job = knownJob(meeting)
  return job ? [newEvaluation(meeting, job)] : []
}

function marks(meeting: Meeting): Omit<OperatorCommand<'MarkAllocations'>, 'type'> {
  const { state, draws, isWrong } = meeting
  const id = deploymentId(meeting)
  const rows = [...state.tables.allocations].filter((row) => isWrong || row.deploymentId === id)
  const unknown = isWrong && draws.chance(30) ? [unknownId] : []
  const healthy = [...draws.some(rows, 40).map((row) => row.id), ...unknown]
  return { deploymentId: id, healthy, unhealthy: draws.some(rows, 15).map((row) => row.id) }
}

function setHealth(meeting: Meeting): Change<'SetAllocationHealth'> {
  const { draws, at } = meeting
  const job = knownJob(meeting)
  const isFailure = draws.chance(20)
  return {
    type: 'SetAllocationHealth',
    ...marks(meeting),
    timestamp: at,
    failure: isFailure
      ? { status: 'failed', description: 'Failed due to unhealthy allocations', updatedAt: at }
      : undefined,
    job: isFailure && draws.chance(30) ? job : undefined,
    evaluation: maybeEvaluation(meeting),
  }
}

function promotion(meeting: Meeting): Omit<Change<'PromoteDeployment'>, 'type' | 'evaluation'> {
  const { draws, at } = meeting
  const all = draws.chance(60)
  const groups = all ? [] : draws.some(['app', 'cache', 'ghost'], 50)
  return { deploymentId: deploymentId(meeting), all, groups, promotedAt: draws.chance(80) ? zero : at }
}

function setStatus(meeting: Meeting): Change<'UpdateDeploymentStatus'> {
  const { draws, at } = meeting
  const status = draws.from<Deployment['status']>('running', 'paused', 'failed', 'successful', 'cancelled', 'blocked')
  const job = status === 'failed' && draws.chance(40) ? knownJob(meeting) : undefined
  const words = { status, description: `Deployment is ${status}`, updatedAt: at }
  const evaluation = maybeEvaluation(meeting)
  return { type: 'UpdateDeploymentStatus', deploymentId: deploymentId(meeting), ...words, job, evaluation }
}

function evaluate(meeting: Meeting): ModelCommand {
  const { state, draws, at } = meeting
  const job = knownJob(meeting)
  const known = newer(draws, [...state.tables.evaluations])
  if (!job) return register(meeting)
  const status = draws.from('pending', 'blocked', 'complete', 'complete', 'failed', 'canceled')
  const queued = draws.chance(30) ? [{ group: draws.from('app', 'ghost'), count: draws.below(3) }] : undefined
  const metric: JsonObject = {}
  const failed = draws.chance(15) ? [{ group: 'app', metric }] : undefined
  const fields = { status, queuedAllocations: queued, failedGroups: failed, modifyTime: at } as const
  const evaluation = known && draws.chance(60) ? { ...known, ...fields } : newEvaluation(meeting, job, fields)
  return { type: 'UpdateEvaluations', evaluations: [evaluation] }
}

function transition(meeting: Meeting): Change<'TransitionAllocations'> {
  const { state, draws, isWrong } = meeting
  const rows = draws.some([...state.tables.allocations], 15).map(({ id }) => id)
  const ids = isWrong ? [...rows, unknownId] : rows
  const wish = draws.from({ migrate: true }, { reschedule: true }, { forceReschedule: true, migrate: false })
  const evaluations = evaluationsOf(meeting)
  return {
    type: 'TransitionAllocations',
    transitions: ids.map((allocationId) => ({ allocationId, transition: wish })),
    evaluations: draws.chance(50) ? evaluations : [],
  }
}

function orderFor(meeting: Meeting): { readonly namespace: string; readonly jobId: string; readonly purge: boolean } {
  const { draws, isWrong } = meeting
  const job = knownJob(meeting)
  const purge = draws.chance(25)
  const isUnknown = isWrong && draws.chance(50)
  return { namespace: 'default', jobId: isUnknown ? 'ghost' : (job?.id ?? draws.from(...historyJobs)), purge }
}

function stop(meeting: Meeting): Change<'DeregisterJob'> {
  const { draws, at } = meeting
  const order = orderFor(meeting)
  const job = knownJob(meeting)
  const evaluation =
    job && draws.chance(80)
      ? newEvaluation(meeting, job, { jobId: order.jobId, triggeredBy: 'job-deregister' })
      : undefined
  const submitTime = draws.chance(80) ? at : zero
  return { type: 'DeregisterJob', ...order, noShutdownDelay: draws.chance(20), submitTime, evaluation }
}

function stopSeveral(meeting: Meeting): Change<'BatchDeregisterJobs'> {
  // The request is a map by job: each occurs once.
  const orders = new Map([orderFor(meeting), orderFor(meeting)].map((order) => [order.jobId, order]))
  return { type: 'BatchDeregisterJobs', jobs: [...orders.values()], submitTime: meeting.at }
}

function someVersion(meeting: Meeting): Omit<Change<'MarkJobStable'>, 'type' | 'stable'> {
  const { state, draws, isWrong } = meeting
  const row = draws.pick([...state.tables.jobVersions])
  const jobId = isWrong && draws.chance(30) ? 'ghost' : (row?.id ?? 'web')
  return { namespace: 'default', jobId, version: isWrong && draws.chance(50) ? 99 : (row?.version ?? 0) }
}

function tag(meeting: Meeting): Change<'TagJobVersion'> {
  const { draws, at } = meeting
  const name = draws.from('gold', 'blue', 'k')
  const latest = draws.chance(20)
  const place = someVersion(meeting)
  const isSet = draws.chance(60)
  const value = isSet ? { name, description: '', taggedTime: at } : undefined
  return { type: 'TagJobVersion', ...place, version: latest ? 0 : place.version, latest, tag: value, name }
}

function scale(meeting: Meeting): Change<'RecordScaling'> {
  const { draws, at } = meeting
  const { namespace, jobId } = orderFor(meeting)
  const event = { time: at, previousCount: draws.below(4), count: draws.below(4), message: 'scaled', error: false }
  const scaling = { ...event, meta: undefined, evaluationId: undefined }
  return { type: 'RecordScaling', namespace, jobId, group: draws.from('app', 'ghost'), scaling }
}

function deleteEvaluations(meeting: Meeting): Change<'DeleteEvaluations'> {
  const { state, draws, isWrong } = meeting
  const evaluationIds = draws.some([...state.tables.evaluations], 15).map(({ id }) => id)
  const allocationIds = draws.some([...state.tables.allocations], 10).map(({ id }) => id)
  const userInitiated = isWrong && draws.chance(40)
  return { type: 'DeleteEvaluations', evaluationIds, allocationIds, userInitiated }
}

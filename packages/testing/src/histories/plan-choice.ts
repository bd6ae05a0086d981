// Plans of a history: placements, updates in place, stops, preemptions, deployments, whether or not a scheduler would send them.

import type { Allocation, Change, Deployment, Job } from '@cutover/core'
import { jobKey, zero } from '@cutover/core'
import { idOf, type Meeting, newAllocation, newDeployment, newEvaluation, newer, unknownId } from './row-choice.ts'

/** A plan for a job. */
export function planFor(meeting: Meeting, job: Job): Change<'ApplyPlan'> {
  const { state, draws, at, isWrong } = meeting
  const own = [...state.tables.allocations.by('job', jobKey(job.namespace, job.id))]
  const deployment = deploymentFor(meeting, job)
  const evaluations = [...state.tables.evaluations.by('job', jobKey(job.namespace, job.id))]
  const evaluationId = draws.chance(80) ? (newer(draws, evaluations)?.id ?? '') : ''
  const isSpoilt = isWrong && draws.chance(60)
  const stops = draws.some(own, 15).map((row) => stopOf(meeting, row))
  return {
    type: 'ApplyPlan',
    allocationsUpdated: [...placements(meeting, job, deployment), ...updates(meeting, own, deployment)],
    allocationsStopped: isSpoilt && draws.chance(20) ? [...stops, { ...nothing, allocationId: unknownId }] : stops,
    allocationsPreempted: draws.chance(8) ? preemptions(meeting) : [],
    job: isSpoilt && draws.chance(30) ? undefined : job,
    deployment,
    deploymentUpdates: statusUpdates(meeting),
    evaluationId: isSpoilt && draws.chance(30) ? unknownId : evaluationId,
    preemptionEvaluations: draws.chance(4) ? [newEvaluation(meeting, job, { triggeredBy: 'preemption' })] : [],
    ineligibleNodes: [],
    updatedAt: at,
  }
}

type StopDiff = Change<'ApplyPlan'>['allocationsStopped'][number]

const nothing: Omit<StopDiff, 'allocationId'> = {
  description: '',
  clientStatus: undefined,
  followupEvaluationId: '',
  states: undefined,
  modifyTime: zero,
}

function deploymentFor(meeting: Meeting, job: Job): Deployment | undefined {
  const { state, draws, isWrong } = meeting
  const own = [...state.tables.deployments.by('job', jobKey(job.namespace, job.id))]
  const isGoing = own.some(({ status }) => status === 'running')
  if (draws.chance(isGoing ? 10 : 60)) return newDeployment(meeting, job)
  const stored = newer(draws, own)
  if (!stored || draws.chance(75)) return undefined
  const groups = stored.groups.map((group) => ({ ...group, placed: 7, promoted: group.promoted && !isWrong }))
  const status = draws.from<Deployment['status']>(stored.status, 'running', 'successful', 'failed')
  return { ...stored, status, groups: draws.chance(20) ? groups.slice(1) : groups }
}

function placements(meeting: Meeting, job: Job, deployment: Deployment | undefined): readonly Allocation[] {
  const { state, draws, isWrong } = meeting
  const going = [...state.tables.deployments.by('activeOfJob', jobKey(job.namespace, job.id))].at(-1)
  const group = draws.pick(job.document.TaskGroups)?.Name ?? 'app'
  return Array.from({ length: draws.below(3) }, (_, ordinal) => {
    const row = newAllocation(meeting, {
      job,
      group: isWrong && draws.chance(15) ? 'ghost' : group,
      deploymentId: draws.chance(85) ? ((deployment ?? going)?.id ?? '') : '',
      evaluationId: isWrong && draws.chance(15) ? '' : idOf({ ...meeting, isWrong: false }, state.tables.evaluations),
      canary: draws.chance(30),
      ordinal,
    })
    return draws.chance(80) ? row : { ...row, job }
  })
}

function updates(
  { state, draws, at }: Meeting,
  own: readonly Allocation[],
  deployment: Deployment | undefined,
): readonly Allocation[] {
  return draws.some(own, 8).map((row) => {
    const job = state.tables.jobs.get(jobKey(row.namespace, row.jobId))
    return {
      ...row,
      job: draws.chance(50) ? job : row.job,
      deploymentId: draws.chance(40) ? (deployment?.id ?? row.deploymentId) : row.deploymentId,
      health: draws.chance(20) ? undefined : row.health,
      clientStatus: draws.from(row.clientStatus, 'running', 'lost', 'unknown'),
      clientDescription: 'planned',
      nextAllocation: '',
      modifyTime: at,
    }
  })
}

function stopOf(meeting: Meeting, row: Allocation): StopDiff {
  const { draws, state, at } = meeting
  const isUnknown = draws.chance(25)
  return {
    allocationId: row.id,
    description: draws.from('alloc not needed due to job update', ''),
    clientStatus: isUnknown ? 'unknown' : draws.chance(20) ? 'lost' : undefined,
    followupEvaluationId: isUnknown ? (newer(draws, [...state.tables.evaluations])?.id ?? '') : '',
    states: isUnknown ? [{ field: 0, value: 'unknown', time: at }] : undefined,
    modifyTime: draws.chance(80) ? at : zero,
  }
}

function preemptions({ state, draws, at }: Meeting): Change<'ApplyPlan'>['allocationsPreempted'] {
  const victim = newer(draws, [...state.tables.allocations])
  return victim ? [{ allocationId: victim.id, preemptedBy: unknownId, modifyTime: at }] : []
}

function statusUpdates(meeting: Meeting): Change<'ApplyPlan'>['deploymentUpdates'] {
  const { state, draws } = meeting
  if (!draws.chance(15)) return []
  const known = [...state.tables.deployments]
  return [newer(draws, known), draws.chance(30) ? newer(draws, known) : undefined].flatMap((row) => {
    const status = draws.from<Deployment['status']>('successful', 'cancelled', 'running', 'paused')
    return row ? [{ deploymentId: row.id, status, description: `Deployment is ${status}` }] : []
  })
}

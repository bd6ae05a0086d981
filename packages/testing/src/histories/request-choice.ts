// What operators ask of jobs and nodes in a history: jobs submitted again, reverted and scaled, nodes drained and marked.

import { type Change, type Job, jobKey, type OperatorCommand, seconds } from '@cutover/core'
import { documentFor, historyJobs } from './job-choice.ts'
import { knownJob, type Meeting, unknownId } from './row-choice.ts'

/** Submits a job: half of the time as it is. */
export function submit(meeting: Meeting): OperatorCommand<'SubmitJob'> {
  const { draws, isWrong } = meeting
  const known = knownJob(meeting)
  const isSame = known !== undefined && draws.chance(50)
  const document = isSame ? known.document : documentFor(draws, !isWrong || draws.chance(60))
  const tag = draws.chance(20) ? known?.versionTag : undefined
  return {
    type: 'SubmitJob',
    namespace: document.Namespace,
    registration: {
      document,
      stop: draws.chance(isSame ? 20 : 4),
      version: draws.chance(10) ? draws.below(6) : 0,
      versionTag: isSame ? tag : undefined,
      submission: undefined,
      enforceIndex: draws.chance(20) ? indexFor(meeting, document.ID) : undefined,
      preserveCounts: draws.chance(10),
      preserveResources: draws.chance(5),
      evaluationPriority: draws.chance(20) ? 70 : 0,
    },
  }
}

function indexFor({ state, draws, isWrong }: Meeting, jobId: string): number {
  if (isWrong) return draws.below(9)
  return state.tables.jobs.get(jobKey('default', jobId))?.jobModifyIndex ?? 0
}

/** Goes back to a version: one of the job's, the current one now and then. */
export function revert(meeting: Meeting): OperatorCommand<'RevertJob'> {
  const { state, draws, isWrong } = meeting
  const job = named(meeting)
  const versions = [...state.tables.jobVersions].filter(({ id }) => id === job?.id)
  const target = draws.pick(versions)?.version ?? 0
  const current = job?.version ?? 0
  return {
    type: 'RevertJob',
    namespace: 'default',
    jobId: isWrong && draws.chance(30) ? draws.from('ghost', '') : (job?.id ?? draws.from(...historyJobs)),
    version: isWrong && draws.chance(30) ? 99 : draws.chance(15) ? current : target,
    enforcePriorVersion: draws.chance(25) ? (isWrong ? draws.below(4) : current) : undefined,
  }
}

/** Sets the count of a group, or only leaves a message. */
export function scaleGroup(meeting: Meeting): OperatorCommand<'ScaleJob'> {
  const { draws, isWrong } = meeting
  const job = named(meeting)
  const right = {
    type: 'ScaleJob',
    namespace: 'default',
    jobId: job?.id ?? draws.from(...historyJobs),
    group: draws.pick(job?.document.TaskGroups ?? [])?.Name ?? 'app',
    count: draws.chance(85) ? draws.below(4) : undefined,
    message: draws.from('', 'scaled by hand'),
    error: false,
    meta: draws.chance(10) ? { by: 'autoscaler' } : undefined,
    jobModifyIndex: draws.chance(30) ? (job?.jobModifyIndex ?? 0) : 0,
  } as const
  return isWrong ? { ...right, ...faultOf(draws) } : right
}

function faultOf(draws: Meeting['draws']): Partial<OperatorCommand<'ScaleJob'>> {
  const faults = [
    { jobId: 'ghost' },
    { group: '' },
    { group: 'ghost' },
    { count: -1 },
    { error: true },
    { count: undefined, error: true },
    { jobModifyIndex: 1 + draws.below(9) },
  ]
  return draws.pick(faults) ?? {}
}

// Jobs that have been stopped can be reverted and scaled as well; a job that still rolls out is as likely as one that does not.
function named({ state, draws }: Meeting): Job | undefined {
  return draws.pick([...state.tables.jobs])
}

/** Begins, changes or ends the drain of one node or two. */
export function drain(meeting: Meeting): Change<'DrainNodes'> {
  const { state, draws, at, isWrong } = meeting
  const nodes = draws.some([...state.tables.nodes], 60).map(({ id }) => id)
  const ids = isWrong && draws.chance(50) ? [...nodes, unknownId] : nodes
  const deadline = draws.from(seconds(60), seconds(0), seconds(-1))
  const forceDeadline = deadline > 0 ? draws.after(at) : seconds(0)
  return {
    type: 'DrainNodes',
    orders: ids.map((nodeId) => ({
      nodeId,
      drain: draws.chance(60) ? { deadline, ignoreSystemJobs: false, forceDeadline, startedAt: at } : undefined,
      markEligible: draws.chance(50),
      remark: draws.chance(70) ? remarkAt(at) : undefined,
      meta: draws.chance(30) ? { reason: 'repair' } : undefined,
      accessorId: draws.chance(30) ? 'operator' : '',
    })),
    updatedAt: Math.floor(at / 1_000_000),
    byDrainer: draws.chance(30),
  }
}

/** Marks a node eligible or not, be it draining or not. */
export function setEligibility(meeting: Meeting): Change<'SetNodeEligibility'> {
  const { state, draws, at, isWrong } = meeting
  const nodeId = isWrong && draws.chance(50) ? unknownId : (draws.pick([...state.tables.nodes])?.id ?? unknownId)
  const remark = draws.chance(70) ? remarkAt(at) : undefined
  const eligibility = draws.from('eligible', 'ineligible')
  return { type: 'SetNodeEligibility', nodeId, eligibility, updatedAt: Math.floor(at / 1_000_000), remark }
}

function remarkAt(timestamp: Meeting['at']): NonNullable<Change<'SetNodeEligibility'>['remark']> {
  return { message: 'by hand', subsystem: 'Drain', details: undefined, timestamp }
}

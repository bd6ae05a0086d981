// Sets the count of one group, or leaves a message about scaling it: a new version, its evaluation and a line of history, in three
// entries. Rules: semantics/4 §3.3, client-surface §3.5.

import { copyOf } from '../changes/job-versions.ts'
import { indexConflict } from '../changes/write-job.ts'
import type { Change, Reply } from '../command.ts'
import { isActive } from '../entities/deployment.ts'
import { type Job, jobKey } from '../entities/job.ts'
import type { ScalingEvent } from '../entities/scaling.ts'
import type { Stamp } from '../entry.ts'
import { groupOf, isParameterized, isPeriodic } from '../job-document/document.ts'
import type { JsonObject } from '../json.ts'
import type { Proposal } from '../proposal.ts'
import { latestDeployment } from '../queries/deployments.ts'
import { type Refusal, refuse } from '../refusal.ts'
import type { State } from '../state.ts'
import { aboutJob, askEvaluation, refusesJobs } from './asked.ts'
import { scalingBounds } from './scaling-bounds.ts'

/** Asks to scale a group. Without a count only the message is kept. */
export interface ScaleJob {
  readonly namespace: string
  readonly jobId: string
  readonly group: string
  readonly count: number | undefined
  readonly message: string
  readonly error: boolean
  readonly meta: JsonObject | undefined
  /** The JobModifyIndex that the job must have; 0: whatever. */
  readonly jobModifyIndex: number
}

export function decideScaleJob(state: State, command: ScaleJob, stamp: Stamp): Proposal | Refusal {
  const { namespace, jobId, count } = command
  if (refusesJobs(state)) return refuse('registration-disabled')
  if (command.group === '') return refuse('scale-group-missing')
  if (count !== undefined && count < 0) return refuse('scale-count-negative')
  if (count !== undefined && command.error) return refuse('scale-count-with-error')
  const job = state.tables.jobs.get(jobKey(namespace, jobId))
  if (!job) return refuse('scale-job-missing', jobId)
  if (count !== undefined && count > 1 && job.document.Type === 'system') return refuse('scale-system-job')
  const group = groupOf(job.document, command.group)
  if (!group) return refuse('scale-group-unknown', command.group)

  const message = historyOf(command, group.Count, stamp)
  if (count === undefined)
    return { changes: [history(command, message)], answer: () => ({ jobModifyIndex: job.modifyIndex }) }
  return (
    scalingBounds(group, count) ??
    blockedBy(state, job, command.jobModifyIndex) ??
    rescale(state, { job, command, message }, stamp)
  )
}

function blockedBy(state: State, job: Job, wanted: number): Refusal | undefined {
  const latest = latestDeployment(state, job.namespace, job.id)
  if (latest && isActive(latest) && latest.jobCreateIndex === job.createIndex) return refuse('scale-deployment-active')
  return wanted === 0 ? undefined : indexConflict(job, wanted)
}

type Message = Omit<ScalingEvent, 'createIndex'>

interface Scaling {
  readonly job: Job
  readonly command: ScaleJob
  readonly message: Message
}

// The copy keeps the flags of the version it comes from: a stable job stays stable, a tag is there twice.
function rescale(state: State, { job, command, message }: Scaling, stamp: Stamp): Proposal {
  const registered = state.lastIndex + 1
  const register: Change = {
    type: 'RegisterJob',
    job: { ...copyOf(job, state.quirks), document: withCount(job, command), submitTime: stamp.at },
    evaluation: undefined,
    submission: undefined,
    enforceIndex: job.jobModifyIndex,
    preserveCounts: false,
    preserveResources: false,
    deployment: undefined,
  }
  if (isPeriodic(job.document) || isParameterized(job.document)) {
    return { changes: [register, history(command, message)], answer: () => ({ jobModifyIndex: registered }) }
  }
  const asked = { ...aboutJob(job, 'job-scaling'), jobModifyIndex: registered }
  const evaluation = askEvaluation(state, stamp, asked)
  const evaluate: Change = { type: 'UpdateEvaluations', evaluations: [evaluation] }
  const answer: Partial<Reply> = {
    jobModifyIndex: registered,
    evaluationId: evaluation.id,
    evaluationCreateIndex: registered + 1,
  }
  return {
    changes: [register, evaluate, history(command, { ...message, evaluationId: evaluation.id })],
    answer: () => answer,
  }
}

function withCount({ document }: Job, { group, count = 0 }: ScaleJob): Job['document'] {
  return {
    ...document,
    TaskGroups: document.TaskGroups.map((each) => (each.Name === group ? { ...each, Count: count } : each)),
  }
}

function historyOf({ count, message, error, meta }: ScaleJob, previousCount: number, stamp: Stamp): Message {
  return { time: stamp.at, previousCount, count, message, error, meta, evaluationId: undefined }
}

function history({ namespace, jobId, group }: ScaleJob, scaling: Message): Change {
  return { type: 'RecordScaling', namespace, jobId, group, scaling }
}

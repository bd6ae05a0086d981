// Jobs that are submitted, reverted and scaled: what is refused at the door, and the changes that come of the rest (semantics/4 §2, §3).

import type { Change, Evaluation, Job, OperatorCommand } from '@cutover/core'
import { multiError } from './deployments.ts'
import { conflict, misplaced } from './jobs.ts'
import { hasEnded, jobKey, ofJob, versionKey, type Work } from './tables.ts'
import { type Asked, blank, isOtherSpec } from './verbs.ts'

/** The requests that the model knows. */
export type Request = OperatorCommand<'SubmitJob' | 'RevertJob' | 'ScaleJob'>

/** What a request comes to. `evaluationId` is for the evaluation that it makes. */
export function request(work: Work, asked: Request, evaluationId: string): Asked | string {
  switch (asked.type) {
    case 'SubmitJob':
      return asked.registration ? register(work, asked.registration, evaluationId) : 'Job must be specified'
    case 'RevertJob':
      return revert(work, asked, evaluationId)
    case 'ScaleJob':
      return scale(work, asked, evaluationId)
  }
}

type Registration = NonNullable<OperatorCommand<'SubmitJob'>['registration']>

function register(work: Work, registration: Registration, evaluationId: string): Asked | string {
  const job = jobOf(work, registration)
  const current = work.rows.jobs.get(jobKey(job))
  const refused = invalid(work, job) ?? conflict(current, registration.enforceIndex) ?? becomes(current, job)
  if (refused !== undefined) return refused
  const priority = registration.evaluationPriority || job.document.Priority
  const evaluation = isTemplate(job)
    ? undefined
    : evaluationOf(work, job, { id: evaluationId, triggeredBy: 'job-register', priority })
  const isChanged = current === undefined || isOtherSpec(current, job)
  const index = isChanged ? work.index : (current?.modifyIndex ?? 0)
  const told = { evaluationId: evaluation?.id, jobModifyIndex: index }
  if (!isChanged) return { changes: evaluation ? [{ type: 'UpdateEvaluations', evaluations: [evaluation] }] : [], told }
  return { changes: [registerChange(job, evaluation, registration)], told }
}

function registerChange(
  job: Job,
  evaluation: Evaluation | undefined,
  asked: Partial<Registration>,
): Change<'RegisterJob'> {
  return {
    type: 'RegisterJob',
    job,
    evaluation,
    submission: asked.submission,
    enforceIndex: asked.enforceIndex,
    preserveCounts: asked.preserveCounts ?? false,
    preserveResources: asked.preserveResources ?? false,
    deployment: undefined,
  }
}

function jobOf({ at }: Work, { document, stop, version, versionTag }: Registration): Job {
  return {
    namespace: document.Namespace,
    id: document.ID,
    document,
    stop,
    stable: false,
    version,
    status: '',
    statusDescription: '',
    versionTag,
    submitTime: at,
    createIndex: 0,
    modifyIndex: 0,
    jobModifyIndex: 0,
  }
}

// What a document does wrong is told as a list.
function invalid(work: Work, job: Job): string | undefined {
  const fault = misplaced(work, job)
  return fault === undefined ? undefined : multiError([fault])
}

function becomes(current: Job | undefined, { document }: Job): string | undefined {
  if (!current) return undefined
  const [from, to] = [current.document.Type, document.Type]
  if (from !== to) return `cannot update job from type "${from}" to "${to}"`
  if (current.document.Periodic && !document.Periodic) return 'cannot update periodic job to being non-periodic'
  if (!current.document.Periodic && document.Periodic) return 'cannot update non-periodic job to being periodic'
  return undefined
}

function isTemplate({ document }: Job): boolean {
  return Boolean(document.Periodic || document.ParameterizedJob)
}

function evaluationOf(
  { at }: Work,
  job: Job,
  fields: Pick<Evaluation, 'id' | 'triggeredBy' | 'priority'> & Partial<Evaluation>,
): Evaluation {
  const { namespace, id: jobId, document } = job
  return { ...blank, namespace, jobId, type: document.Type, createTime: at, modifyTime: at, ...fields }
}

function revert(work: Work, asked: OperatorCommand<'RevertJob'>, evaluationId: string): Asked | string {
  const { namespace, jobId, version, enforcePriorVersion: prior } = asked
  if (jobId === '') return 'missing job ID for revert'
  const current = work.rows.jobs.get(jobKey({ namespace, id: jobId }))
  if (!current) return `job "${jobId}" not found`
  if (version === current.version) return "can't revert to current version"
  const target = work.rows.versions.get(versionKey(namespace, jobId, version))
  if (!target) return `job "${jobId}" in namespace "${namespace}" at version ${version} not found`
  if (prior !== undefined && prior !== current.version)
    return `Current job has version ${current.version}; enforcing version ${prior}`
  const registration = {
    document: target.document,
    stop: target.stop,
    version,
    versionTag: undefined,
    submission: work.rows.submissions.get(versionKey(namespace, jobId, version)),
    enforceIndex: prior === undefined ? undefined : current.jobModifyIndex,
    preserveCounts: false,
    preserveResources: false,
    evaluationPriority: 0,
  }
  return register(work, registration, evaluationId)
}

function scale(work: Work, asked: OperatorCommand<'ScaleJob'>, evaluationId: string): Asked | string {
  const { namespace, jobId, group, count, error } = asked
  if (group === '') return 'missing task group name for scaling action'
  if (count !== undefined && count < 0) return "scaling action count can't be negative"
  if (count !== undefined && error) return 'scaling action should not contain count if error is true'
  const job = work.rows.jobs.get(jobKey({ namespace, id: jobId }))
  if (!job) return `job "${jobId}" not found`
  if (job.document.Type === 'system' && (count ?? 0) > 1)
    return 'jobs of type "system" can only be scaled between 0 and 1'
  const found = job.document.TaskGroups.find(({ Name }) => Name === group)
  if (!found) return `task group "${group}" specified for scaling does not exist in job`
  const line = noted(work, asked, found.Count)
  if (count === undefined)
    return { changes: [line], told: { evaluationId: undefined, jobModifyIndex: job.modifyIndex } }
  if (isRollingOut(work, job)) return 'job scaling blocked due to active deployment'
  return conflict(job, asked.jobModifyIndex || undefined) ?? rescale(work, { job, asked, line, evaluationId })
}

function isRollingOut(work: Work, job: Job): boolean {
  const [latest] = [...ofJob(work.rows.deployments, job)].sort((a, b) => b.createIndex - a.createIndex)
  return latest !== undefined && !hasEnded(latest) && latest.jobCreateIndex === job.createIndex
}

interface Rescaling {
  readonly job: Job
  readonly asked: OperatorCommand<'ScaleJob'>
  readonly line: Change<'RecordScaling'>
  readonly evaluationId: string
}

// The copy keeps the mark as stable, and the tag.
function rescale(work: Work, { job, asked, line, evaluationId }: Rescaling): Asked {
  const { group, count = 0 } = asked
  const groups = job.document.TaskGroups.map((each) => (each.Name === group ? { ...each, Count: count } : each))
  const copy = { ...job, document: { ...job.document, TaskGroups: groups }, submitTime: work.at }
  const written = registerChange(copy, undefined, { enforceIndex: job.jobModifyIndex })
  const told = { jobModifyIndex: work.index, evaluationId: undefined }
  if (isTemplate(job)) return { changes: [written, line], told }
  const about = { id: evaluationId, triggeredBy: 'job-scaling', priority: job.document.Priority }
  const evaluation = evaluationOf(work, job, { ...about, jobModifyIndex: work.index })
  const evaluate = { type: 'UpdateEvaluations', evaluations: [evaluation] } as const
  const history = { ...line, scaling: { ...line.scaling, evaluationId } }
  return { changes: [written, evaluate, history], told: { ...told, evaluationId } }
}

function noted({ at }: Work, asked: OperatorCommand<'ScaleJob'>, previousCount: number): Change<'RecordScaling'> {
  const { namespace, jobId, group, count, message, error, meta } = asked
  const scaling = { time: at, previousCount, count, message, error, meta, evaluationId: undefined }
  return { type: 'RecordScaling', namespace, jobId, group, scaling }
}

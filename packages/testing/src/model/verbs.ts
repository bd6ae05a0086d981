// The operators' verbs for deployments: what is refused at the door, and the changes that come of the rest (client surface §3.1,
// semantics/3 §1.4).

import { isDeepStrictEqual } from 'node:util'
import {
  type Change,
  type Deployment,
  type Evaluation,
  type Job,
  type OperatorCommand,
  type Reply,
  zero,
} from '@cutover/core'
import { hasEnded, jobKey, type Work } from './tables.ts'
import { versionsOf } from './versions.ts'

/** The verbs that the model knows. */
export type Verb = OperatorCommand<'PauseDeployment' | 'PromoteCanaries' | 'FailDeployment' | 'MarkAllocations'>

/** The changes that a request becomes, and what its answer says beside the index. */
export interface Asked {
  readonly changes: readonly Change<
    | 'UpdateDeploymentStatus'
    | 'PromoteDeployment'
    | 'SetAllocationHealth'
    | 'RegisterJob'
    | 'UpdateEvaluations'
    | 'RecordScaling'
  >[]
  readonly told: Told
}

/** Parts of an answer; what is left out is not compared. */
export type Told = Readonly<Partial<Record<keyof Reply, string | number | undefined>>>

/** What a verb comes to: a refusal, or a change. `evaluationId` is the one to use if an evaluation is needed. */
export function ask(work: Work, verb: Verb, evaluationId: string): Asked | string {
  if (verb.type === 'MarkAllocations' && verb.healthy.length + verb.unhealthy.length === 0)
    return 'must specify at least one healthy/unhealthy allocation ID'
  const deployment = work.rows.deployments.get(verb.deploymentId)
  if (!deployment) return 'deployment not found'
  if (hasEnded(deployment)) return `can't ${wish(verb)} terminal deployment`
  const job = work.rows.jobs.get(jobKey({ namespace: deployment.namespace, id: deployment.jobId }))
  if (!job) return `deployment "${deployment.id}" references unknown job "${deployment.jobId}"`
  return changeFor(work, verb, { deployment, job: work.rows.watched.get(deployment.id) ?? job, evaluationId })
}

function wish(verb: Verb): string {
  if (verb.type === 'PauseDeployment') return verb.pause ? 'pause' : 'resume'
  if (verb.type === 'PromoteCanaries') return 'promote'
  return verb.type === 'FailDeployment' ? 'fail' : 'set health of allocations for a'
}

interface Known {
  readonly deployment: Deployment
  /** The job that was current when the deployment was first seen. */
  readonly job: Job
  readonly evaluationId: string
}

function changeFor(work: Work, verb: Verb, known: Known): Asked {
  const { deployment, evaluationId } = known
  const { id: deploymentId } = deployment
  const evaluation = evaluationFor(work, known)
  const plain = { told: { evaluationId, revertedJobVersion: undefined } }
  if (verb.type === 'PromoteCanaries') {
    const { all, groups, promotedAt } = verb
    return { changes: [{ type: 'PromoteDeployment', deploymentId, all, groups, promotedAt, evaluation }], ...plain }
  }
  if (verb.type === 'PauseDeployment') {
    const status = verb.pause ? 'paused' : 'running'
    const words = { status, description: `Deployment is ${status}`, updatedAt: work.at } as const
    const asked = verb.pause ? undefined : evaluation
    const change = {
      type: 'UpdateDeploymentStatus',
      deploymentId,
      ...words,
      job: undefined,
      evaluation: asked,
    } as const
    return { changes: [change], told: { evaluationId: asked?.id, revertedJobVersion: undefined } }
  }
  if (verb.type === 'FailDeployment') {
    const isWanted = deployment.groups.some(({ autoRevert }) => autoRevert)
    const { description, job } = rollback(work, known, 'Deployment marked as failed', isWanted ? 'told' : 'unwanted')
    const words = { status: 'failed', description, updatedAt: work.at } as const
    const change = { type: 'UpdateDeploymentStatus', deploymentId, ...words, job, evaluation } as const
    return { changes: [change], told: { evaluationId, revertedJobVersion: job?.version } }
  }
  return marking(work, verb, known, evaluation)
}

function marking(
  work: Work,
  { healthy, unhealthy }: OperatorCommand<'MarkAllocations'>,
  known: Known,
  evaluation: Evaluation,
): Asked {
  const { deployment, evaluationId } = known
  const own = unhealthy.flatMap((id) => work.rows.allocations.get(id) ?? [])
  const isWanted = own.some(
    ({ deploymentId, group }) =>
      deploymentId === deployment.id && deployment.groups.some((row) => row.name === group && row.autoRevert),
  )
  const { description, job } = rollback(
    work,
    known,
    'Failed due to unhealthy allocations',
    isWanted ? 'silent' : 'unwanted',
  )
  const failure = unhealthy.length > 0 ? ({ status: 'failed', description, updatedAt: work.at } as const) : undefined
  const marks = { deploymentId: deployment.id, healthy, unhealthy, timestamp: work.at }
  return {
    changes: [{ type: 'SetAllocationHealth', ...marks, failure, job, evaluation }],
    told: { evaluationId, revertedJobVersion: job?.version },
  }
}

// Whether a rollback without a target is told or passed over in silence.
function rollback(
  work: Work,
  { job }: Known,
  base: string,
  wanted: 'told' | 'silent' | 'unwanted',
): { readonly description: string; readonly job: Job | undefined } {
  if (wanted === 'unwanted') return { description: base, job: undefined }
  const target = versionsOf(work, job.namespace, job.id).find(({ stable }) => stable)
  if (!target) {
    const suffix = wanted === 'told' ? ' - no stable job version to auto revert to' : ''
    return { description: `${base}${suffix}`, job: undefined }
  }
  const { version } = target
  if (!isOtherSpec(job, target)) {
    const suffix = `not rolling back to stable job version ${version} as current job has same specification`
    return { description: `${base} - ${suffix}`, job: undefined }
  }
  return { description: `${base} - rolling back to job version ${version}`, job: target }
}

/** Whether two jobs say different things: everything counts but what a server fills in. */
export function isOtherSpec(a: Job, b: Job): boolean {
  return !isDeepStrictEqual([a.document, a.stop, a.versionTag], [b.document, b.stop, b.versionTag])
}

function evaluationFor({ at }: Work, { deployment, job, evaluationId }: Known): Evaluation {
  const { namespace, id: jobId } = job
  return {
    ...blank,
    id: evaluationId,
    namespace,
    jobId,
    priority: deployment.evaluationPriority || job.document.Priority,
    type: job.document.Type,
    triggeredBy: 'deployment-watcher',
    deploymentId: deployment.id,
    createTime: at,
    modifyTime: at,
  }
}

/** An evaluation about which nothing is known yet. */
export const blank: Omit<Evaluation, 'id' | 'namespace' | 'jobId' | 'priority' | 'type' | 'triggeredBy'> = {
  jobModifyIndex: 0,
  nodeId: '',
  nodeModifyIndex: 0,
  deploymentId: '',
  status: 'pending',
  statusDescription: '',
  wait: zero,
  waitUntil: zero,
  nextEvaluation: '',
  previousEvaluation: '',
  blockedEvaluation: '',
  failedGroups: undefined,
  planAnnotations: null,
  classEligibility: undefined,
  escapedComputedClass: false,
  quotaLimitReached: '',
  annotatePlan: false,
  queuedAllocations: undefined,
  snapshotIndex: 0,
  createIndex: 0,
  modifyIndex: 0,
  createTime: zero,
  modifyTime: zero,
}

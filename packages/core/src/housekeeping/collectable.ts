// What may be deleted because nobody will ask for it any more. Rules: semantics/1 §7.

import { versionsOf } from '../changes/job-versions.ts'
import { type Allocation, isTerminalAllocation } from '../entities/allocation.ts'
import { type Deployment, isActive } from '../entities/deployment.ts'
import { type Evaluation, isTerminalEvaluation } from '../entities/evaluation.ts'
import { type Job, jobKey } from '../entities/job.ts'
import type { Node } from '../entities/node.ts'
import { groupOf, isParameterized, isPeriodic } from '../job-document/document.ts'
import { fieldOf } from '../json.ts'
import type { State } from '../state.ts'
import { fromNanos, type Micros } from '../time.ts'

/** The instants up to which things count as old. */
export interface Cutoffs {
  readonly now: Micros
  readonly job: Micros
  readonly evaluation: Micros
  readonly batchEvaluation: Micros
  readonly deployment: Micros
  readonly node: Micros
}

/** Which rows of an evaluation go. */
export interface Collection {
  readonly evaluation: boolean
  readonly allocations: readonly string[]
}

const nothing: Collection = { evaluation: false, allocations: [] }

/** What goes of an evaluation and its allocations. `forJob`: its job is being collected, so that batch jobs need not be stopped. */
export function collectEvaluation(state: State, row: Evaluation, cutoffs: Cutoffs, forJob: boolean): Collection {
  const cutoff = row.type === 'batch' ? cutoffs.batchEvaluation : cutoffs.evaluation
  if (!isTerminalEvaluation(row) || row.modifyTime > cutoff) return nothing
  const job = state.tables.jobs.get(jobKey(row.namespace, row.jobId))
  const allocations = [...state.tables.allocations.by('evaluation', row.id)]
  const going = { job, cutoff, now: cutoffs.now }
  const keepsResults = row.type === 'batch' && job && !(job.status === 'dead' && (job.stop || forJob))
  const ids = allocations
    .filter((allocation) => (keepsResults ? isOutdated(allocation, job, cutoff) : isCollectable(allocation, going)))
    .map(({ id }) => id)
  const whole = ids.length === allocations.length
  return { evaluation: whole, allocations: whole || !(keepsResults || forJob) ? ids : [] }
}

/** Whether a job may go, with all its evaluations. */
export function isCollectableJob(state: State, job: Job, cutoffs: Cutoffs): boolean {
  if (job.submitTime > cutoffs.job || !isOver(job)) return false
  if (versionsOf(state.tables, job.namespace, job.id).some((version) => version.versionTag)) return false
  const evaluations = [...state.tables.evaluations.by('job', jobKey(job.namespace, job.id))]
  return evaluations.every((evaluation) => collectEvaluation(state, evaluation, cutoffs, true).evaluation)
}

/** Whether a deployment may go: over, old, and nothing of it alive. A modification time of zero is old. */
export function isCollectableDeployment({ tables }: State, row: Deployment, cutoffs: Cutoffs): boolean {
  const isOld = !isActive(row) && row.modifyTime <= cutoffs.deployment
  return isOld && [...tables.allocations.by('deployment', row.id)].every(isTerminalAllocation)
}

/** Whether a node may go: down for long, and nothing of it alive. */
export function isCollectableNode({ tables }: State, node: Node, cutoffs: Cutoffs): boolean {
  const isOld = node.status === 'down' && node.statusUpdatedAt * 1_000_000 <= cutoffs.node
  return isOld && [...tables.allocations.by('node', node.id)].every(isTerminalAllocation)
}

function isOver(job: Job): boolean {
  if (job.versionTag) return false
  const { document } = job
  const launches = isPeriodic(document) && fieldOf(document.Periodic, 'Enabled') !== false
  if (launches || isParameterized(document)) return job.stop
  return job.status === 'dead' && (job.stop || document.Type === 'batch' || document.Type === 'sysbatch')
}

function isOutdated(allocation: Allocation, job: Job, cutoff: Micros): boolean {
  return allocation.createIndex < job.jobModifyIndex && isOldAndTerminal(allocation, cutoff)
}

interface Going {
  readonly job: Job | undefined
  readonly cutoff: Micros
  readonly now: Micros
}

function isCollectable(allocation: Allocation, { job, cutoff, now }: Going): boolean {
  if (!isOldAndTerminal(allocation, cutoff) || allocation.clientStatus === 'running') return false
  if (!job || job.stop || job.status === 'dead' || allocation.desiredStatus === 'stop') return true
  if (allocation.clientStatus !== 'failed' || allocation.nextAllocation !== '') return true
  const policy = allocation.job && groupOf(allocation.job.document, allocation.group)?.ReschedulePolicy
  const last = allocation.rescheduleTracker?.events.at(-1)
  if (!policy || (policy.Attempts === 0 && !policy.Unlimited)) return true
  if (policy.Unlimited || !last) return false
  return now - last.rescheduleTime > fromNanos(policy.Interval)
}

function isOldAndTerminal(allocation: Allocation, cutoff: Micros): boolean {
  return isTerminalAllocation(allocation) && allocation.modifyTime <= cutoff
}

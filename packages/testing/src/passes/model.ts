// A second implementation of a reconciliation pass for service and batch jobs: written from semantics/2 §2 without the reconciler at
// hand, without speed, to be compared with it. Its answer are lines.

import type { Deployment, DeploymentGroup, Job, ReconcileInput } from '@cutover/core'
import { answerOf, stopGroup } from './group.ts'
import type { GroupAnswer } from './group-places.ts'
import type { Governed } from './group-work.ts'
import { deploymentLines } from './lines.ts'
import { isClientTerminal, isServerTerminal } from './rows.ts'

/** What a pass must answer, as the lines of `linesOf`. */
export function expectedLines(input: ReconcileInput): readonly string[] {
  const { job } = input
  const names = new Set([
    ...(job?.document.TaskGroups ?? []).map(({ Name }) => Name),
    ...input.allocations.map(({ group }) => group),
  ])
  const governed = housekeeping(input)
  if (!job || job.stop) return [...cancelled(governed, 'job is stopped'), ...stopped(names, input)].sort()
  const answers = [...names].map((name) => answerOf(name, input, job, governed))
  return [
    ...cancelled(governed, 'newer version of job'),
    ...answers.flatMap(({ lines }) => lines),
    ...endOf(input, job, governed, answers),
  ].sort()
}

// §2.1
function housekeeping({ job, deployment }: ReconcileInput): Governed {
  if (!deployment) return { old: undefined, current: undefined }
  const isOfJob = job && deployment.jobCreateIndex === job.createIndex && deployment.jobVersion === job.version
  const isOld = !job || job.stop || !isOfJob || deployment.status === 'successful'
  return isOld ? { old: deployment, current: undefined } : { old: undefined, current: deployment }
}

function isActive({ status }: Deployment): boolean {
  return status !== 'successful' && status !== 'failed' && status !== 'cancelled'
}

function cancelled({ old }: Governed, reason: string): readonly string[] {
  return old && isActive(old)
    ? [`the deployment is cancelled: Cancelled due to ${reason}`.replace(...stoppedWords)]
    : []
}

const stoppedWords = ['due to job', 'because job'] as const

// §2.2
function stopped(names: ReadonlySet<string>, input: ReconcileInput): readonly string[] {
  return [...names].flatMap((name) => {
    const rows = input.allocations.filter(
      (row) => row.group === name && !isServerTerminal(row) && !isClientTerminal(row),
    )
    return stopGroup(name, rows, input).lines
  })
}

// §2.16, §2.17
function endOf(
  { newId: _, ...input }: ReconcileInput,
  job: Job,
  { current }: Governed,
  answers: readonly GroupAnswer[],
): readonly string[] {
  const parts = answers.flatMap(({ part }) => part ?? [])
  const created = current || parts.length === 0 ? undefined : begun(parts, job, input.now)
  const isDone = (current ?? created) !== undefined && answers.every(({ isComplete }) => isComplete)
  const done = isDone ? ['the deployment is successful: Deployment completed successfully'] : []
  return [...done, ...deploymentLines(created)]
}

function begun(groups: readonly DeploymentGroup[], job: Job, now: Deployment['createTime']): Deployment {
  const canaried = groups.filter(({ desiredCanaries, promoted }) => desiredCanaries > 0 && !promoted)
  const isAutomatic = canaried.every(({ autoPromote }) => autoPromote)
  const wait = isAutomatic ? ' pending automatic promotion' : ' but requires manual promotion'
  return {
    id: 'new',
    namespace: job.namespace,
    jobId: job.id,
    jobVersion: job.version,
    jobModifyIndex: job.modifyIndex,
    jobSpecModifyIndex: job.jobModifyIndex,
    jobCreateIndex: job.createIndex,
    isMultiregion: false,
    groups,
    status: 'running',
    statusDescription: `Deployment is running${canaried.length > 0 ? wait : ''}`,
    evaluationPriority: 50,
    createIndex: 0,
    modifyIndex: 0,
    createTime: now,
    modifyTime: job.submitTime,
    watch: undefined,
  }
}

// Into which bucket a live allocation of a system or sysbatch job falls. Rules: semantics/2 §5.3, in the order of its
// table.

import type { Allocation } from '../entities/allocation.ts'
import { type Deployment, deploymentGroup } from '../entities/deployment.ts'
import type { Job } from '../entities/job.ts'
import { groupOf, updateOf } from '../job-document/document.ts'
import { lostAfter, unknownSince, wantsReconnect } from '../reconcile/connection.ts'
import { allocationText } from '../reconcile/reconciliation.ts'
import { type Micros, plus } from '../time.ts'
import type { SystemPass } from './system-pass.ts'
import { isOnDeadNode } from './tainted.ts'

/** Puts a live allocation into its bucket. */
export function classifyLive(pass: SystemPass, allocation: Allocation): void {
  const { buckets, attempt, job, requiredNames } = pass
  const { at, tainted } = attempt
  const wantsBack = isInTouchAgain(allocation)
  if (!job || !requiredNames.has(allocation.name)) buckets.stop.push(allocation)
  else if (allocation.desiredTransition.migrate === true) buckets.migrate.push(allocation)
  else if (wantsBack && isExpired(allocation, at)) buckets.lost.push(allocation)
  else if (allocation.clientStatus === 'unknown' && allocation.desiredStatus === 'run') buckets.ignore.push(allocation)
  else if (tainted.has(allocation.nodeId)) classifyTainted(pass, allocation)
  else if (wantsBack) buckets.reconnecting.push({ allocation: withState(allocation, at), canary: false })
  else classifyOnNode(pass, allocation, job)
}

function classifyTainted(pass: SystemPass, allocation: Allocation): void {
  const { buckets, attempt } = pass
  const node = attempt.tainted.get(allocation.nodeId)
  const isDone = allocation.job?.document.Type === 'sysbatch' && ranSuccessfully(allocation)
  if (isDone) ignore(pass, allocation)
  else if (node?.status === 'disconnected' && allocation.clientStatus === 'running') {
    buckets.disconnecting.push(disconnected(allocation, attempt.at))
  } else if (isOnDeadNode(allocation, attempt.tainted)) buckets.lost.push(allocation)
  else ignore(pass, allocation)
}

function classifyOnNode(pass: SystemPass, allocation: Allocation, job: Job): void {
  const { buckets, nodes, current } = pass
  const isOutdated = allocation.job?.jobModifyIndex !== job.jobModifyIndex
  if (nodes.notReady.has(allocation.nodeId)) {
    if (isOutdated) buckets.stop.push(allocation)
    else ignore(pass, allocation)
  } else if (!nodes.eligibleIds.has(allocation.nodeId)) buckets.stop.push(allocation)
  else if (isOutdated) buckets.update.push({ allocation, canary: isCanarying(current, job, allocation.group) })
  else ignore(pass, allocation)
}

function ignore(pass: SystemPass, allocation: Allocation): void {
  pass.buckets.ignore.push(allocation)
  pass.sawCurrentVersion = true
}

/** Whether updates of the group are canaries first: it asks for some, and they are not promoted. */
export function isCanarying(current: Deployment | undefined, job: Job, group: string): boolean {
  const update = updateOf(groupOf(job.document, group))
  if (!update || update.Canary <= 0) return false
  const part = current && deploymentGroup(current, group)
  return current === undefined || (part !== undefined && !part.promoted)
}

function isInTouchAgain(allocation: Allocation): boolean {
  const { clientStatus } = allocation
  return (clientStatus === 'unknown' || clientStatus === 'running') && wantsReconnect(allocation)
}

function isExpired(allocation: Allocation, at: Micros): boolean {
  const since = unknownSince(allocation)
  return allocation.clientStatus === 'unknown' && since !== undefined && plus(since, lostAfter(allocation)) <= at
}

function ranSuccessfully({ taskStates }: Allocation): boolean {
  return (taskStates?.length ?? 0) > 0 && taskStates?.every((task) => task.state === 'dead' && !task.failed) === true
}

function disconnected(allocation: Allocation, at: Micros): Allocation {
  const copy: Allocation = { ...allocation, clientStatus: 'unknown', clientDescription: allocationText.unknown }
  return withState(copy, at)
}

function withState(allocation: Allocation, time: Micros): Allocation {
  const entry = { field: 0, value: allocation.clientStatus, time }
  return { ...allocation, states: [...(allocation.states ?? []), entry] }
}

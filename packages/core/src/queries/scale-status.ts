// How a job is scaled: wanted and found by group, with the history. Rules: semantics/4 §7.4, client-surface §1.5 "JobScaleStatus".

import { type Allocation, isTerminalAllocation } from '../entities/allocation.ts'
import { type Job, jobKey } from '../entities/job.ts'
import type { ScalingEvent } from '../entities/scaling.ts'
import type { State } from '../state.ts'
import type { Found } from './found.ts'
import type { JobName } from './jobs.ts'

/** One group: live allocations of the current incarnation, canaries left out. */
export interface GroupScale {
  readonly group: string
  readonly desired: number
  readonly placed: number
  readonly running: number
  readonly healthy: number
  readonly unhealthy: number
  /** Newest first. */
  readonly events: readonly ScalingEvent[]
}

/** A job and its groups in the job's order. */
export interface ScaleStatus {
  readonly job: Job
  readonly groups: readonly GroupScale[]
}

/** The scale status; without a job the highest index of any table. */
export function scaleStatus({ tables, indexes }: State, { namespace, jobId }: JobName): Found<ScaleStatus | undefined> {
  const key = jobKey(namespace, jobId)
  const job = tables.jobs.get(key)
  if (!job) return { value: undefined, index: Math.max(...Object.values(indexes)) }
  const history = tables.scalingEvents.get(key)
  const names = new Set(job.document.TaskGroups.map(({ Name }) => Name))
  const counted = [...tables.allocations.by('job', key)].filter((row) => names.has(row.group) && isCounted(row, job))
  const newest = counted.reduce((highest, { modifyIndex }) => Math.max(highest, modifyIndex), 0)
  const groups = job.document.TaskGroups.map(({ Name, Count }) => ({
    ...countGroup(counted.filter(({ group }) => group === Name)),
    group: Name,
    desired: Count,
    events: history?.groups.find(({ group }) => group === Name)?.events ?? [],
  }))
  return { value: { job, groups }, index: Math.max(job.modifyIndex, history?.modifyIndex ?? 0, newest) }
}

function isCounted(allocation: Allocation, job: Job): boolean {
  if (isTerminalAllocation(allocation) || allocation.health?.canary) return false
  return allocation.job?.createIndex === job.createIndex
}

function countGroup(rows: readonly Allocation[]): Pick<GroupScale, 'placed' | 'running' | 'healthy' | 'unhealthy'> {
  return {
    placed: rows.length,
    running: rows.filter(({ clientStatus }) => clientStatus === 'running').length,
    healthy: rows.filter(({ health }) => health?.healthy === true).length,
    unhealthy: rows.filter(({ health }) => health?.healthy === false).length,
  }
}

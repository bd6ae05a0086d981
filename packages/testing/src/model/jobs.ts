// Jobs and their versions (semantics/1 §3.1 to §3.4, §5).

import type { Change, Job, JobSummary } from '@cutover/core'
import { upsertEvaluation } from './evaluations.ts'
import { recompute, statusOf } from './status.ts'
import { type Answer, bump, jobKey, ownerKey, type Submission, versionKey, type Work } from './tables.ts'
import { insertVersion, submissionsOf, trackedMax, versionsOf } from './versions.ts'

/** A job that is about to be written as a version, and what its author asked for. */
export interface JobWrite {
  readonly job: Job
  readonly submission?: Submission | undefined
  readonly preserveCounts?: boolean
  readonly preserveResources?: boolean
  /** Keep the version as it is: a stability mark. */
  readonly isMark?: boolean
}

/** Registers a job: its version, then its evaluation. */
export function registerJob(work: Work, change: Change<'RegisterJob'>): Answer {
  const { job, evaluation, submission, preserveCounts, preserveResources } = change
  const refused = misplaced(work, job) ?? conflict(work.rows.jobs.get(jobKey(job)), change.enforceIndex)
  if (refused !== undefined) return refused
  writeJob(work, { job, submission, preserveCounts, preserveResources })
  if (evaluation) evaluate(work, evaluation)
  return undefined
}

function evaluate(work: Work, evaluation: NonNullable<Change<'RegisterJob'>['evaluation']>): void {
  upsertEvaluation(work, { ...evaluation, jobModifyIndex: work.index })
  recompute(work, ownerKey(evaluation))
}

/** Why a job has no place. */
export function misplaced(work: Work, { id, namespace, document }: Job): Answer {
  if (!work.namespaces.has(namespace)) return `job "${id}" is in nonexistent namespace "${namespace}"`
  const pool = document.NodePool || 'default'
  return work.pools.has(pool) ? undefined : `job "${id}" is in nonexistent node pool "${pool}"`
}

/** Why the current job is not the one that was seen. */
export function conflict(current: Job | undefined, wanted: number | undefined): Answer {
  if (wanted === undefined) return undefined
  if (!current) return wanted === 0 ? undefined : `Enforcing job modify index ${wanted}: job does not exist`
  if (wanted === 0) return 'Enforcing job modify index 0: job already exists'
  const found = current.jobModifyIndex
  if (wanted === found) return undefined
  return `Enforcing job modify index ${wanted}: job exists with conflicting job modify index: ${found}`
}

/** Writes a job as a version, whatever asks for it. */
export function writeJob(work: Work, wanted: JobWrite): Answer {
  const refused = misplaced(work, wanted.job)
  if (refused !== undefined) return refused
  const { index, rows } = work
  const current = rows.jobs.get(jobKey(wanted.job))
  const given = wanted.job.version
  const version = wanted.isMark || !current || given > current.version ? given : current.version + 1
  const places = wanted.isMark
    ? { createIndex: current?.createIndex ?? index, jobModifyIndex: wanted.job.jobModifyIndex }
    : { createIndex: current?.createIndex ?? index, jobModifyIndex: index }
  const placed: Job = { ...wanted.job, version, ...places, modifyIndex: index }
  const kept = current ? preserved(placed, current, wanted) : placed
  const written: Job = { ...kept, status: statusOf(work, kept) }
  summarizeJob(work, written)
  insertVersion(work, written)
  if (!wanted.isMark) submit(work, written, wanted, given)
  rows.jobs.set(jobKey(written), written)
  bump(work, 'jobs', 'csi_plugins')
  return undefined
}

function preserved(job: Job, current: Job, { preserveCounts, preserveResources }: JobWrite): Job {
  if (!preserveCounts && !preserveResources) return job
  const groups = job.document.TaskGroups.map((group) => {
    const before = current.document.TaskGroups.find(({ Name }) => Name === group.Name)
    if (!before) return group
    const tasks = group.Tasks.map((task) => {
      const old = before.Tasks.find(({ Name }) => Name === task.Name)
      return preserveResources && old ? { ...task, Resources: old.Resources } : task
    })
    return { ...group, Count: preserveCounts ? before.Count : group.Count, Tasks: tasks }
  })
  return { ...job, document: { ...job.document, TaskGroups: groups } }
}

function summarizeJob(work: Work, job: Job): void {
  const key = jobKey(job)
  const summary = work.rows.summaries.get(key)
  const names = job.document.TaskGroups.map(({ Name }) => Name)
  const missing = names.filter((name) => !summary?.groups.some(({ group }) => group === name)).map(emptyGroup)
  if (summary && missing.length === 0) return
  const born = { createIndex: work.index, children: { pending: 0, running: 0, dead: 0 } }
  const { createIndex, children } = summary ?? born
  const groups = [...(summary?.groups ?? []), ...missing]
  const { namespace, id: jobId } = job
  work.rows.summaries.set(key, { namespace, jobId, groups, children, createIndex, modifyIndex: work.index })
  bump(work, 'job_summary')
}

function emptyGroup(group: string): JobSummary['groups'][number] {
  return { group, queued: 0, complete: 0, failed: 0, running: 0, starting: 0, lost: 0, unknown: 0 }
}

function submit(work: Work, job: Job, { submission }: JobWrite, given: number): void {
  const { submissions } = work.rows
  const { namespace, id: jobId, version } = job
  const inherited = version === given ? undefined : submissions.get(versionKey(namespace, jobId, given))
  const found = submission ?? inherited
  const key = versionKey(namespace, jobId, version)
  if (!found || submissions.has(key)) return
  submissions.set(key, { ...found, namespace, jobId, version, jobModifyIndex: work.index })
  const ranked = submissionsOf(work, job).toSorted((a, b) => b.jobModifyIndex - a.jobModifyIndex)
  for (const surplus of ranked.slice(trackedMax)) submissions.delete(versionKey(namespace, jobId, surplus.version))
}

/** Marks a version stable or not, which makes it the current one (§3.4). */
export function markStable(
  work: Work,
  { namespace, jobId, version, stable }: Omit<Change<'MarkJobStable'>, 'type'>,
): Answer {
  const row = work.rows.versions.get(versionKey(namespace, jobId, version))
  if (!row || row.stable === stable) return undefined
  return writeJob(work, { job: { ...row, stable }, isMark: true })
}

/** Tags a version, or takes a tag away (§3.4). */
export function tagVersion(work: Work, change: Change<'TagJobVersion'>): Answer {
  const { namespace, jobId, tag, name } = change
  const versions = versionsOf(work, namespace, jobId)
  const current = work.rows.jobs.get(jobKey({ namespace, id: jobId }))
  if (!tag) {
    const tagged = versions.find(({ versionTag }) => versionTag?.name === name)
    if (!tagged) return `tag "${name}" not found on job "${jobId}"`
    writeTag(work, current, { ...tagged, versionTag: undefined })
    return undefined
  }
  const version = change.latest && change.version === 0 ? (current?.version ?? 0) : change.version
  if (versions.some((row) => row.versionTag?.name === tag.name && row.version !== version))
    return `tag "${tag.name}" already exists on a different version of job "${jobId}"`
  const row = work.rows.versions.get(versionKey(namespace, jobId, version))
  if (!row) return `job "${jobId}" version ${version} not found`
  writeTag(work, current, { ...row, versionTag: tag })
  return undefined
}

// The current job is the one of the name that was asked for; the row may be that of a job whose id is equal but for case.
function writeTag(work: Work, current: Job | undefined, tagged: Job): void {
  const written = { ...tagged, modifyIndex: work.index }
  if (current?.version === written.version) work.rows.jobs.set(jobKey(written), written)
  insertVersion(work, written)
}

// Pure reads of one job and what hangs on it. Rules: client-surface §1.2, semantics/4 §7.

import { versionsOf } from '../changes/job-versions.ts'
import type { Allocation } from '../entities/allocation.ts'
import type { Evaluation } from '../entities/evaluation.ts'
import { type Job, jobKey } from '../entities/job.ts'
import type { JobSummary } from '../entities/job-summary.ts'
import { compareBytes } from '../order.ts'
import { isRefusal, type Refusal } from '../refusal.ts'
import { refuseList } from '../refusals/lists.ts'
import type { State } from '../state.ts'
import type { Found } from './found.ts'
import { byKey, filteredPage, type Keeps, type Page, type PageRequest } from './page.ts'

/** Which job. */
export interface JobName {
  readonly namespace: string
  readonly jobId: string
}

/** The current job. */
export function findJob({ tables, indexes }: State, { namespace, jobId }: JobName): Found<Job | undefined> {
  const value = tables.jobs.get(jobKey(namespace, jobId))
  return { value, index: value?.modifyIndex ?? indexes.jobs }
}

/** The counts of a job's allocations. */
export function findSummary({ tables, indexes }: State, { namespace, jobId }: JobName): Found<JobSummary | undefined> {
  const value = tables.jobSummaries.get(jobKey(namespace, jobId))
  return { value, index: value?.modifyIndex ?? indexes.job_summary }
}

/** The tracked versions, newest first. */
export function findVersions({ tables, indexes }: State, { namespace, jobId }: JobName): Found<readonly Job[]> {
  const value = versionsOf(tables, namespace, jobId)
  const newest = value.reduce((highest, { modifyIndex }) => Math.max(highest, modifyIndex), 0)
  return { value, index: value.length > 0 ? newest : indexes.job_version }
}

/** The job's evaluations, by status, then by id. */
export function evaluationsOfJob(
  { tables, indexes }: State,
  { namespace, jobId }: JobName,
): Found<readonly Evaluation[]> {
  const rows = [...tables.evaluations.by('job', jobKey(namespace, jobId))]
  const value = rows.sort((a, b) => compareBytes(a.status, b.status) || compareBytes(a.id, b.id))
  return { value, index: indexes.evals }
}

/** The job's allocations in id order; without `all` only those of its current incarnation. */
export function allocationsOfJob(
  { tables, indexes }: State,
  { namespace, jobId, all }: JobName & { readonly all: boolean },
): Found<readonly Allocation[]> {
  const key = jobKey(namespace, jobId)
  const job = tables.jobs.get(key)
  const rows = [...tables.allocations.by('job', key)]
  const value = all || !job ? rows : rows.filter((row) => row.job?.createIndex === job.createIndex)
  return { value, index: indexes.allocs }
}

/** A job of a list with its summary. */
export interface ListedJob {
  readonly job: Job
  readonly summary: JobSummary | undefined
}

/** Which jobs to list. */
export interface JobList extends PageRequest {
  /** `*` means all. */
  readonly namespace: string
  /** The first characters of the ids. */
  readonly prefix: string
  /** The client's filter; without one all are kept. */
  readonly keeps?: Keeps<Job>
}

/** A page of jobs by namespace and id; tokens are `<namespace>.<id>`. */
export function listJobs({ tables, indexes }: State, list: JobList): Found<Page<ListedJob>> | Refusal {
  const { namespace, prefix, keeps = (): boolean => true } = list
  const candidates = namespace === '*' ? tables.jobs.values() : tables.jobs.prefix(jobKey(namespace, prefix))
  const rows = [...candidates].filter((job) => job.id.startsWith(prefix))
  const page = filteredPage(rows, byNamespaceAndId, { request: list, keeps })
  if (isRefusal(page)) return page
  const value = {
    ...page,
    rows: page.rows.map((job) => ({ job, summary: tables.jobSummaries.get(jobKey(job.namespace, job.id)) })),
  }
  return { value, index: indexes.jobs > indexes.job_summary ? indexes.jobs : indexes.job_summary }
}

const byNamespaceAndId = byKey<Job>(({ namespace, id }) => `${namespace}.${id}`)

/** Which version others are compared with: by tag if one is given, else by number. */
export interface VersionChoice {
  readonly tag: string
  readonly version: number | undefined
}

/** The version to compare with; undefined when none is asked for, so that each is compared with the one before it. */
export function versionToCompare(versions: readonly Job[], { tag, version }: VersionChoice): Job | Refusal | undefined {
  if (tag !== '')
    return versions.find(({ versionTag }) => versionTag?.name === tag) ?? refuseList('compared-tag-missing', tag)
  if (version === undefined) return undefined
  return versions.find((row) => row.version === version) ?? refuseList('compared-version-missing', version)
}

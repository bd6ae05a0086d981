// Writes a job: a new version, or (for a stability mark) an old version as it is. The one way in which `jobs` gets a row.
// Rules: semantics/1 §3.1 guards 2–4, effects a–h.

import { type Draft, record } from '../draft.ts'
import { copyJob, type Job, jobKey, versionKey } from '../entities/job.ts'
import type { JobSubmission } from '../entities/submission.ts'
import { preserve } from '../job-document/preserve.ts'
import { type Refusal, refuse } from '../refusal.ts'
import { countChildStatus, deriveJobStatus } from './job-status.ts'
import { pruneVersions } from './job-versions.ts'
import { movesPolicies, settlePolicies } from './settle-policies.ts'
import { storeSubmission } from './store-submission.ts'
import { watchOrphans } from './watch-deployment.ts'

/** What a job write may ask for beyond the job. */
export interface WriteOptions {
  /** Why it is written; `JobStabilitySet` keeps the version and JobModifyIndex of the job given. */
  readonly fact?: 'JobRegistered' | 'JobStopped' | 'JobRolledBack' | 'JobStabilitySet'
  /** The JobModifyIndex that the current job must have; 0: there must be none. */
  readonly enforceIndex?: number | undefined
  readonly preserveCounts?: boolean
  readonly preserveResources?: boolean
  readonly submission?: JobSubmission | undefined
}

/** Writes the job and what follows from it: its status, its parent's counters, its summary, its tracked versions, its source. */
export function writeJob(draft: Draft, job: Job, options: WriteOptions = {}): Refusal | undefined {
  const placed = inDefaultPool(job)
  const current = draft.tables.jobs.get(jobKey(job.namespace, job.id))
  const refusal = misplaced(draft, placed) ?? indexConflict(current, options.enforceIndex)
  if (refusal) return refusal

  const numbered = current ? nextVersion(draft, placed, { current, options }) : firstVersion(draft, placed)
  const derived = copyJob(numbered)
  derived.status = deriveJobStatus(draft, numbered)
  const written = settlePolicies(draft, derived, current)
  record(draft, { type: options.fact ?? 'JobRegistered', job: current ? preserve(written, current, options) : written })
  if (!current) countChildStatus(draft, numbered, written.status)
  if (!current) watchOrphans(draft, job.namespace, job.id)
  pruneVersions(draft, job.namespace, job.id)
  if (movesPolicies(written, current)) record(draft, { type: 'IndexesMoved', tables: ['scaling_policy'] })
  storeSubmission(draft, written, options.submission ?? inherited(draft, { job, current, written }))
  return undefined
}

function inDefaultPool(job: Job): Job {
  return job.document.NodePool ? job : { ...job, document: { ...job.document, NodePool: 'default' } }
}

function misplaced({ tables }: Draft, { namespace, id, document }: Job): Refusal | undefined {
  if (!tables.namespaces.has(namespace)) return refuse('nonexistent-namespace', id, namespace)
  if (!tables.nodePools.has(document.NodePool)) return refuse('nonexistent-node-pool', id, document.NodePool)
  return undefined
}

/** Why the current job is not the one that the caller saw; the JobModifyIndex counts, 0 means none, undefined whatever. */
export function indexConflict(current: Job | undefined, wanted: number | undefined): Refusal | undefined {
  if (wanted === undefined) return undefined
  if (!current) return wanted === 0 ? undefined : refuse('enforced-job-missing', wanted)
  if (wanted === 0) return refuse('enforced-job-exists')
  return wanted === current.jobModifyIndex
    ? undefined
    : refuse('enforced-index-differs', wanted, current.jobModifyIndex)
}

function firstVersion(draft: Draft, job: Job): Job {
  const row = copyJob(job)
  row.status = ''
  row.createIndex = draft.index
  row.modifyIndex = draft.index
  row.jobModifyIndex = draft.index
  return row
}

interface Succession {
  readonly current: Job
  readonly options: WriteOptions
}

function nextVersion(draft: Draft, job: Job, { current, options }: Succession): Job {
  const row = copyJob(job)
  row.createIndex = current.createIndex
  row.modifyIndex = draft.index
  if (options.fact === 'JobStabilitySet') return row
  row.version = Math.max(job.version, current.version + 1)
  row.jobModifyIndex = draft.index
  return row
}

interface Written {
  readonly job: Job
  readonly current: Job | undefined
  readonly written: Job
}

// A version without a source of its own keeps the source of the version it was made from: that is how a revert keeps its text.
function inherited(draft: Draft, { job, current, written }: Written): JobSubmission | undefined {
  if (!current || job.version === written.version) return undefined
  return draft.tables.jobSubmissions.get(versionKey(job.namespace, job.id, job.version))
}

// What a registration would do, without doing it: the answer to a job plan. Rules: semantics/4 §4.1.

import { type Evaluation, newEvaluation } from '../entities/evaluation.ts'
import { type Job, jobKey } from '../entities/job.ts'
import type { VersionTag } from '../entities/version-tag.ts'
import { deriveId } from '../id.ts'
import { specChanged } from '../job-diff/spec-changed.ts'
import type { JobDocument } from '../job-document/document.ts'
import type { JsonObject } from '../json.ts'
import type { PatternSearch } from '../manager.ts'
import type { State } from '../state.ts'
import { type Micros, zero } from '../time.ts'
import { annotationsJson } from './annotations.ts'
import { beginAttempt } from './attempt.ts'
import { failedGroups } from './evaluation-outcome.ts'
import { attemptEvaluation, createdEvaluations } from './process-evaluation.ts'

/** A document to try out. */
export interface PlanRequest {
  /** As it was admitted. */
  readonly document: JobDocument
  /** Whether the document asks for the job to be stopped. */
  readonly stop: boolean
  /** The tag that the document asks for; a tag alone makes a new version. */
  readonly versionTag: VersionTag | undefined
}

/** What registering the document would come to. */
export interface JobPlan {
  /** The document as it would be stored. */
  readonly document: JobDocument
  /** The job as it is; undefined when it is new. */
  readonly current: Job | undefined
  /** Nomad's `Annotations`: counters by group. */
  readonly annotations: JsonObject
  /** Group → why its first placement would fail, in the order of group names; undefined when none would. */
  readonly failedGroups: Evaluation['failedGroups']
  /** Evaluations that would be created beside the registration's own. */
  readonly createdEvaluations: readonly Evaluation[]
  /** Of the job as it is; 0 when it is new. */
  readonly jobModifyIndex: number
}

/** Runs the scheduler on a copy of the state in which the document is registered; `finds` as for process managers. */
export function planJob(state: State, request: PlanRequest, at: Micros, finds?: PatternSearch): JobPlan {
  const { document } = request
  const current = state.tables.jobs.get(jobKey(document.Namespace, document.ID))
  const job = candidate(request, current)
  const tried = withJob(state, job)
  const isChange = current !== undefined && job !== current
  const evaluation = dryEvaluation(tried, { job, jobModifyIndex: isChange ? job.modifyIndex : 0, at })
  const attempt = beginAttempt(
    { ...tried, seed: trialSeed(state, at) },
    {
      evaluation,
      at,
      quirks: state.quirks,
      finds,
    },
  )
  const outcome = attemptEvaluation(attempt)
  const created = createdEvaluations(attempt, outcome)
  return {
    document,
    current,
    annotations: annotationsJson(outcome.desired),
    failedGroups: failedGroups(outcome.failures),
    createdEvaluations: [...created.blocked, ...created.followups].map((row) => ({ ...row, snapshotIndex: 0 })),
    jobModifyIndex: current?.jobModifyIndex ?? 0,
  }
}

/** The index of a job that is new to the copy. */
const firstIndex = 100

// An unchanged job stays as it is, so that its deployment goes on.
function candidate({ document, stop, versionTag }: PlanRequest, current: Job | undefined): Job {
  const index = current ? current.jobModifyIndex + 1 : firstIndex
  const job: Job = {
    namespace: document.Namespace,
    id: document.ID,
    document,
    stop,
    stable: false,
    version: current ? current.version + 1 : 0,
    status: 'pending',
    statusDescription: '',
    versionTag,
    submitTime: zero,
    createIndex: current?.createIndex ?? index,
    modifyIndex: index,
    jobModifyIndex: index,
  }
  return current && !specChanged(current, job) ? current : job
}

function withJob(state: State, job: Job): State {
  const { tables } = state
  if (tables.jobs.get(jobKey(job.namespace, job.id)) === job) return state
  return { ...state, tables: { ...tables, jobs: tables.jobs.set(job), jobVersions: tables.jobVersions.set(job) } }
}

// The ids of one trial are nobody else's, not even those of the next trial on the same state.
function trialSeed({ seed }: State, at: Micros): string {
  return `${seed}/plan/${at}`
}

interface Trial {
  readonly job: Job
  readonly jobModifyIndex: number
  readonly at: Micros
}

// Nomad names the job's index only where there is an older version that the document changes.
function dryEvaluation(state: State, { job, jobModifyIndex, at }: Trial): Evaluation {
  return newEvaluation({
    id: deriveId(trialSeed(state, at), state.lastIndex, 0),
    namespace: job.namespace,
    priority: job.document.Priority,
    type: job.document.Type,
    triggeredBy: 'job-register',
    jobId: job.id,
    jobModifyIndex,
    annotatePlan: true,
    createTime: at,
    modifyTime: at,
  })
}

// The way of every job document into the state, be it submitted or reverted to: admission, enforced index, forbidden transitions,
// and the comparison that turns an unchanged job into a mere evaluation. Rules: semantics/4 §2.1–2.5.

import { indexConflict } from '../changes/write-job.ts'
import type { Reply } from '../command.ts'
import type { Evaluation } from '../entities/evaluation.ts'
import { type Job, jobKey } from '../entities/job.ts'
import type { JobSubmission } from '../entities/submission.ts'
import type { VersionTag } from '../entities/version-tag.ts'
import type { Stamp } from '../entry.ts'
import { specChanged } from '../job-diff/spec-changed.ts'
import { groupOf, isParameterized, isPeriodic, type JobDocument } from '../job-document/document.ts'
import { mapScaling, samePolicy, scalingOf } from '../job-document/scaling.ts'
import type { Proposal } from '../proposal.ts'
import { isRefusal, type Refusal } from '../refusal.ts'
import type { State } from '../state.ts'
import { type Admission, admit } from './admission.ts'
import { aboutJob, askEvaluation, askId } from './asked.ts'
import { forbiddenTransition } from './job-transitions.ts'

/** A document to register, and under which conditions. */
export interface Registration {
  readonly document: JobDocument
  /** What else an author may say: a job can be registered stopped, tagged, or with a version of its own. */
  readonly stop: boolean
  readonly version: number
  readonly versionTag: VersionTag | undefined
  readonly submission: JobSubmission | undefined
  /** The JobModifyIndex that the current job must have; 0: there must be none; undefined: whatever. */
  readonly enforceIndex: number | undefined
  readonly preserveCounts: boolean
  readonly preserveResources: boolean
  /** Of the evaluation; zero: the job's. */
  readonly evaluationPriority: number
}

/** A job as it is about to be written, beside the one that it replaces. */
interface Candidate {
  readonly registration: Registration
  readonly job: Job
  readonly current: Job | undefined
  readonly evaluation: Evaluation | undefined
  readonly warnings: string
  /** What the answer calls the job modify index when nothing is written. */
  readonly knownIndex: number
}

export function register(state: State, registration: Registration, stamp: Stamp): Proposal | Refusal {
  const admission = admit(state, registration)
  if (isRefusal(admission)) return admission
  const { Namespace: namespace, ID: id } = admission.document
  const current = state.tables.jobs.get(jobKey(namespace, id))
  const refusal = indexConflict(current, registration.enforceIndex) ?? forbiddenTransition(current, admission.document)
  if (refusal) return refusal

  const candidate = candidateOf(state, { registration, admission, current }, stamp)
  if (!current || specChanged(current, candidate.job)) return write(candidate)
  return candidate.evaluation ? reevaluate(candidate, candidate.evaluation) : leave(candidate, current)
}

interface Admitted {
  readonly registration: Registration
  readonly admission: Admission
  readonly current: Job | undefined
}

function candidateOf(state: State, { registration, admission, current }: Admitted, stamp: Stamp): Candidate {
  const { warnings } = admission
  const document = withPolicyIds(state, { document: admission.document, current }, stamp)
  const { stop, version, versionTag } = registration
  const job: Job = {
    namespace: document.Namespace,
    id: document.ID,
    document,
    stop,
    stable: false,
    version: state.quirks.honoursBodyVersion ? version : 0,
    status: '',
    statusDescription: '',
    versionTag,
    submitTime: stamp.at,
    createIndex: 0,
    modifyIndex: 0,
    jobModifyIndex: 0,
  }
  const template = isPeriodic(document) || isParameterized(document)
  const priority = registration.evaluationPriority || document.Priority
  const evaluation = template ? undefined : askEvaluation(state, stamp, { ...aboutJob(job, 'job-register'), priority })
  return { registration, job, current, evaluation, warnings, knownIndex: knownIndex(state, current) }
}

// Nomad answers the ModifyIndex by the other name: a trap for whoever enforces it (semantics/4 §2.2).
function knownIndex({ quirks }: State, current: Job | undefined): number {
  return (quirks.answersModifyIndex ? current?.modifyIndex : current?.jobModifyIndex) ?? 0
}

interface Versions {
  readonly document: JobDocument
  readonly current: Job | undefined
}

// Policies keep their ids from version to version; the first id of the command is its evaluation's.
function withPolicyIds(state: State, { document, current }: Versions, stamp: Stamp): JobDocument {
  let ordinal = 0
  return mapScaling(document, (scaling, { Name }) => {
    ordinal += 1
    const known = current && scalingOf(groupOf(current.document, Name))
    const named = { ...scaling, ID: known?.ID || askId(state, stamp, ordinal) }
    return known && !state.quirks.bumpsVersionForPolicies && samePolicy(named, known) ? known : named
  })
}

function write({ registration, job, evaluation, warnings }: Candidate): Proposal {
  const { submission, enforceIndex, preserveCounts, preserveResources } = registration
  return {
    changes: [
      {
        type: 'RegisterJob',
        job,
        evaluation,
        submission,
        enforceIndex,
        preserveCounts,
        preserveResources,
        deployment: undefined,
      },
    ],
    answer: ({ lastIndex }) => ({ ...evaluationAnswer(evaluation, lastIndex), jobModifyIndex: lastIndex, warnings }),
  }
}

function reevaluate({ warnings, knownIndex: jobModifyIndex }: Candidate, evaluation: Evaluation): Proposal {
  return {
    changes: [{ type: 'UpdateEvaluations', evaluations: [evaluation] }],
    answer: ({ lastIndex }) => ({
      ...evaluationAnswer(evaluation, lastIndex),
      jobModifyIndex,
      warnings,
    }),
  }
}

function leave({ warnings, knownIndex: jobModifyIndex }: Candidate, { modifyIndex: index }: Job): Proposal {
  return { changes: [], answer: () => ({ index, jobModifyIndex, warnings }) }
}

function evaluationAnswer(evaluation: Evaluation | undefined, index: number): Partial<Reply> {
  return evaluation ? { evaluationId: evaluation.id, evaluationCreateIndex: index } : {}
}

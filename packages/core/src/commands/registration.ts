// The way of every admitted job document into the state, be it submitted or reverted to: its place, enforced index, forbidden
// transitions, and the comparison that turns an unchanged job into a mere evaluation. Rules: semantics/4 §2.1–2.5.

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
import type { Refusal } from '../refusal.ts'
import type { State } from '../state.ts'
import { aboutJob, askEvaluation, askId } from './asked.ts'
import { forbiddenTransition } from './job-transitions.ts'
import { placeRefusal } from './place.ts'

/** A document to register, and under which conditions. */
export interface Registration {
  /** As it was admitted (`submissionOf` and `admitCommand` of the subpath `job-documents`): only its place is checked again. */
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
  /** What the answer calls the job modify index when nothing is written. */
  readonly knownIndex: number
}

export function register(state: State, asked: Registration, stamp: Stamp): Proposal | Refusal {
  const registration = { ...asked, document: signed(asked.document, stamp) }
  const { document, enforceIndex } = registration
  const current = state.tables.jobs.get(jobKey(document.Namespace, document.ID))
  const refusal =
    placeRefusal(state, document) ?? indexConflict(current, enforceIndex) ?? forbiddenTransition(current, document)
  if (refusal) return refusal

  const candidate = candidateOf(state, { registration, current }, stamp)
  if (!current || specChanged(current, candidate.job)) return write(candidate)
  return candidate.evaluation ? reevaluate(candidate, candidate.evaluation) : leave(candidate, current)
}

// A job tells whose token registered it, by its accessor; that counts as a part of what the job says (semantics/1 §5.4).
function signed(document: JobDocument, { actor = '' }: Stamp): JobDocument {
  return (document.NomadTokenID ?? '') === actor ? document : { ...document, NomadTokenID: actor }
}

type Versions = Pick<Candidate, 'registration' | 'current'>

function candidateOf(state: State, { registration, current }: Versions, stamp: Stamp): Candidate {
  const document = withPolicyIds(state, { registration, current }, stamp)
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
  return { registration, job, current, evaluation, knownIndex: knownIndex(state, current) }
}

// Nomad answers the ModifyIndex by the other name: a trap for whoever enforces it (semantics/4 §2.2).
function knownIndex({ quirks }: State, current: Job | undefined): number {
  return (quirks.answersModifyIndex ? current?.modifyIndex : current?.jobModifyIndex) ?? 0
}

// Policies keep their ids from version to version; the first id of the command is its evaluation's.
function withPolicyIds(state: State, { registration, current }: Versions, stamp: Stamp): JobDocument {
  let ordinal = 0
  return mapScaling(registration.document, (scaling, { Name }) => {
    ordinal += 1
    const known = current && scalingOf(groupOf(current.document, Name))
    const named = { ...scaling, ID: known?.ID || askId(state, stamp, ordinal) }
    return known && !state.quirks.bumpsVersionForPolicies && samePolicy(named, known) ? known : named
  })
}

function write({ registration, job, evaluation }: Candidate): Proposal {
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
    answer: ({ lastIndex }) => ({ ...evaluationAnswer(evaluation, lastIndex), jobModifyIndex: lastIndex }),
  }
}

function reevaluate({ knownIndex: jobModifyIndex }: Candidate, evaluation: Evaluation): Proposal {
  return {
    changes: [{ type: 'UpdateEvaluations', evaluations: [evaluation] }],
    answer: ({ lastIndex }) => ({
      ...evaluationAnswer(evaluation, lastIndex),
      jobModifyIndex,
    }),
  }
}

function leave({ knownIndex: jobModifyIndex }: Candidate, { modifyIndex: index }: Job): Proposal {
  return { changes: [], answer: () => ({ index, jobModifyIndex }) }
}

function evaluationAnswer(evaluation: Evaluation | undefined, index: number): Partial<Reply> {
  return evaluation ? { evaluationId: evaluation.id, evaluationCreateIndex: index } : {}
}

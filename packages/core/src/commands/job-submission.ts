// From a request that brings a job to what the core is asked. One way for every door: HTTP, simulators, the page.
// Rules: semantics/4 §1.1, §2.1.

import type { JobSubmission } from '../entities/submission.ts'
import {
  type AdmittedJob,
  admitJob,
  admitPlan,
  type JobRequest,
  type RefusedJob,
  type ValidatedJob,
  validateRequest,
} from '../job-document/admit.ts'
import type { Surroundings } from '../job-document/surroundings.ts'
import type { State } from '../state.ts'
import type { Registration } from './registration.ts'
import { surroundingsOf } from './surroundings.ts'

/** A job to register, the namespace that the request is for, and what its author should know. */
export interface Submission {
  readonly ok: true
  readonly namespace: string
  readonly registration: Registration
  readonly warnings: string
}

/** Reads a registration. `region` is the one that the server answers for. */
export function submissionOf(state: State, request: JobRequest, region: string): Submission | RefusedJob {
  const admitted = admitJob(request, around(state, region))
  if (!admitted.ok) return admitted
  const { document, warnings } = admitted
  return { ok: true, namespace: document.Namespace, registration: registrationOf(admitted), warnings }
}

/** Reads the job of a plan. */
export function planOf(state: State, request: JobRequest, region: string): AdmittedJob | RefusedJob {
  return admitPlan(request, around(state, region))
}

/** Judges the job of a validation: its faults are the answer. */
export function validationOf(state: State, request: JobRequest, region: string): ValidatedJob | RefusedJob {
  return validateRequest(request, around(state, region))
}

function around(state: State, region: string): Surroundings {
  return { ...surroundingsOf(state), region }
}

function registrationOf(admitted: AdmittedJob): Registration {
  const { document, stop, version, versionTag, preserveCounts, preserveResources, evaluationPriority } = admitted
  return {
    document,
    stop,
    version,
    versionTag,
    submission: sourceOf(admitted),
    enforceIndex: admitted.enforceIndex ? admitted.jobModifyIndex : undefined,
    preserveCounts,
    preserveResources,
    evaluationPriority,
  }
}

// Version and index are the entry's to fill in.
function sourceOf({ document, source }: AdmittedJob): JobSubmission | undefined {
  if (!source) return undefined
  const flags = source.variableFlags
  return {
    namespace: document.Namespace,
    jobId: document.ID,
    version: 0,
    source: source.source,
    format: source.format,
    variables: source.variables,
    variableFlags: flags ? Object.entries(flags).map(([name, value]) => ({ name, value: String(value) })) : undefined,
    jobModifyIndex: 0,
  }
}

// Reads the bodies that hold a job. What they must look like is the core's business; here their faults become answers.
// Rules: client-surface §3.2, semantics/4 §2.1.

import {
  type AdmittedJob,
  type JobRequest,
  planOf,
  type RefusedJob,
  type Submission,
  submissionOf,
  type ValidatedJob,
  validationOf,
} from '@cutover/core/job-documents'
import type { Api } from './api.ts'
import type { HttpRequest } from './request.ts'
import { HttpError } from './response.ts'

/** The job that a request wants registered; `pathId` is the one that its path names. */
export function readRegistration({ engine, settings }: Api, request: HttpRequest, pathId?: string): Submission {
  return orRefuse(request, submissionOf(engine.read(), jobRequest(request, pathId), settings.region))
}

/** The verdict on a job that a request wants validated. */
export function readValidation({ engine, settings }: Api, request: HttpRequest): ValidatedJob {
  return orRefuse(request, validationOf(engine.read(), jobRequest(request), settings.region))
}

/** The job that a request wants planned. */
export function readPlan({ engine, settings }: Api, request: HttpRequest, pathId: string): AdmittedJob {
  return orRefuse(request, planOf(engine.read(), jobRequest(request, pathId), settings.region))
}

function jobRequest(request: HttpRequest, pathId?: string): JobRequest {
  const { query, body } = request
  if (body === '' && request.headers.get('transfer-encoding') !== undefined) throw new HttpError(400, 'EOF')
  return {
    body,
    region: query.get('region') ?? '',
    namespace: query.get('namespace') ?? '',
    ...(pathId === undefined ? {} : { pathId }),
  }
}

// A job is judged before its author may do what he asks for, but not for a token that is nobody's.
function orRefuse<T extends { readonly ok: true }>({ access }: HttpRequest, outcome: T | RefusedJob): T {
  if (outcome.ok) return outcome
  if (outcome.status === 500) access?.caller()
  throw new HttpError(outcome.status, outcome.text)
}

// Reads the bodies that hold a job. What they must look like is the core's business; here their faults become answers.
// Rules: client-surface §3.2, semantics/4 §2.1.

import {
  type JobDraft,
  planOf,
  type SubmissionContext,
  type Submission,
  submissionOf,
  type Unsubmittable,
  validationOf,
} from '@cutover/core'
import type { ServerSettings } from './api.ts'
import { type HttpRequest, readBodyOf } from './request.ts'
import { HttpError } from './response.ts'

/** The job that a request wants registered; `id` is the one that its path names. */
export function readRegistration(request: HttpRequest, settings: ServerSettings, id: string | undefined): Submission {
  return orRefuse(submissionOf(readBodyOf(request), contextOf(request, settings, id)))
}

/** The job that a request wants validated. */
export function readValidation(request: HttpRequest, settings: ServerSettings): JobDraft {
  return orRefuse(validationOf(readBodyOf(request), contextOf(request, settings, undefined)))
}

/** The job that a request wants planned. */
export function readPlan(request: HttpRequest, settings: ServerSettings, id: string): JobDraft {
  return orRefuse(planOf(readBodyOf(request), contextOf(request, settings, id)))
}

function contextOf({ query }: HttpRequest, { region }: ServerSettings, pathId: string | undefined): SubmissionContext {
  return {
    region,
    requestRegion: query.get('region') ?? '',
    requestNamespace: query.get('namespace') ?? '',
    pathId,
  }
}

function orRefuse<T extends { readonly ok: true }>(outcome: T | Unsubmittable): T {
  if (!outcome.ok) throw new HttpError(outcome.status, outcome.text)
  return outcome
}

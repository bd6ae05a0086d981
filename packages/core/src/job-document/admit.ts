// The whole way of a job from a request's body to what may be stored, in the order of Nomad's checks, as far as they
// need no state: decode, HTTP checks, destination, mutators, validators, warnings. Rules: semantics/4 §1.1, §1.7, §2.1,
// §4.1.

import { canonicalizeJob } from '../job-canonical/canonicalize.ts'
import { blockAt } from '../job-canonical/sent.ts'
import type { Block } from '../job-fields/field.ts'
import { planBlock, registerBlock, validateBlock } from '../job-fields/job.ts'
import { errorList, warningList } from '../job-validation/texts.ts'
import { validateJob } from '../job-validation/validate.ts'
import type { Json, JsonObject } from '../json.ts'
import { bodyOf } from './body.ts'
import { readBody } from './body-text.ts'
import { decodeBody } from './decode.ts'
import { checkedDestination, type RequestPlace, validationDestination } from './destination.ts'
import type { StoredJob } from './document-stored.ts'
import { fillBlock } from './fill.ts'
import { requestError, unansweredError } from './request-checks.ts'
import { type Source, sourceOf, sourceWarning } from './source.ts'
import { type SplitJob, splitJob } from './split.ts'
import type { Surroundings } from './surroundings.ts'
import { jobWarnings } from './warnings.ts'

/** A request that brings a job: its body as text or as parsed elsewhere, and what else the request says. */
export interface JobRequest extends RequestPlace {
  readonly body: string | { readonly json: Json }
  /** The id in the path, where the route has one. */
  readonly pathId?: string
}

/** The no to a job, with the text that a client sees. */
export interface RefusedJob {
  readonly ok: false
  readonly status: 400 | 500
  readonly text: string
}

/** A job that may be stored, and what its request asks besides. */
export interface AdmittedJob extends SplitJob {
  readonly ok: true
  readonly warnings: string
  readonly enforceIndex: boolean
  readonly jobModifyIndex: number
  readonly policyOverride: boolean
  readonly preserveCounts: boolean
  readonly preserveResources: boolean
  /** 0 when the job's own priority counts. */
  readonly evaluationPriority: number
  /** Undefined when none was sent or it is too large to keep. */
  readonly source: Source | undefined
  /** For plans: whether the answer shows what changes. */
  readonly diff: boolean
}

/** The verdict on a job that is only validated. */
export interface ValidatedJob {
  readonly ok: true
  /** The one that the job names: a validation is for no other. */
  readonly namespace: string
  readonly errors: readonly string[]
  /** All errors as one text; empty when there are none. */
  readonly error: string
  readonly warnings: string
}

const missingJob = 'Job must be specified'

/** Admits a job to be registered. */
export function admitJob(request: JobRequest, around: Surroundings): AdmittedJob | RefusedJob {
  return admit(request, around, 'register')
}

/** Admits a job to be planned: as if it were registered, with the checks of that route. */
export function admitPlan(request: JobRequest, around: Surroundings): AdmittedJob | RefusedJob {
  return admit(request, around, 'plan')
}

/** Validates a job: its errors are the answer. */
export function validateRequest(request: JobRequest, around: Surroundings): ValidatedJob | RefusedJob {
  const decoded = decode(request.body, validateBlock)
  if (!decoded.ok) return decoded
  const sent = blockAt(decoded.value, 'Job')
  if (!sent) return refuse(400, missingJob)
  const unanswered = unansweredError(sent)
  if (unanswered !== undefined) return refuse(400, unanswered)
  const destination = validationDestination(sent, request, around)
  if (!destination.ok) return refuse(500, destination.text)
  const canonical = canonicalizeJob(sent.ID === undefined ? { ...sent, ID: '' } : sent, destination)
  if (!canonical.ok) return refuse(500, canonical.text)
  const errors = validateJob(canonical.job, around)
  const warnings = warningList(jobWarnings(canonical.job, around.memoryOversubscription))
  return { ok: true, namespace: destination.namespace, errors, error: errorList(errors) ?? '', warnings }
}

function admit(request: JobRequest, around: Surroundings, route: 'register' | 'plan'): AdmittedJob | RefusedJob {
  const decoded = decode(request.body, route === 'plan' ? planBlock : registerBlock)
  if (!decoded.ok) return decoded
  const sent = blockAt(decoded.value, 'Job')
  if (!sent) return refuse(400, missingJob)
  const error = requestError(decoded.value, sent, { route, pathId: request.pathId }) ?? unansweredError(sent)
  if (error !== undefined) return refuse(400, error)
  const destination = checkedDestination(decoded.value, sent, { request, around })
  if (!destination.ok) return refuse(500, destination.text)
  const canonical = canonicalizeJob(sent, destination)
  if (!canonical.ok) return refuse(500, canonical.text)
  const errors = errorList(validateJob(canonical.job, around))
  return errors === undefined ? admitted(canonical.job, decoded.value, around) : refuse(500, errors)
}

function admitted(job: StoredJob, body: JsonObject, around: Surroundings): AdmittedJob {
  const asked = fillBlock<JsonObject>({ ...registerBlock, view: {} }, { ...body, Job: null })
  const source = sourceOf(body)
  const tooLarge = sourceWarning(source, around.sourceBytesMax)
  const warnings = [...jobWarnings(job, around.memoryOversubscription), ...tooLarge]
  return {
    ok: true,
    ...splitJob(job),
    warnings: warningList(warnings),
    enforceIndex: asked.EnforceIndex === true,
    jobModifyIndex: Number(asked.JobModifyIndex),
    policyOverride: asked.PolicyOverride === true,
    preserveCounts: asked.PreserveCounts === true,
    preserveResources: asked.PreserveResources === true,
    evaluationPriority: Number(asked.EvalPriority),
    source: tooLarge.length === 0 ? source : undefined,
    diff: body.Diff === true,
  }
}

type DecodedBody = { readonly ok: true; readonly value: JsonObject } | RefusedJob

function decode(body: JobRequest['body'], of: Block): DecodedBody {
  const read = typeof body === 'string' ? readBody(body) : { ok: true as const, body: bodyOf(body.json) }
  if (!read.ok) return refuse(400, read.text)
  const decoded = decodeBody(read.body, of)
  return decoded.ok ? decoded : refuse(400, decoded.text)
}

function refuse(status: 400 | 500, text: string): RefusedJob {
  return { ok: false, status, text }
}

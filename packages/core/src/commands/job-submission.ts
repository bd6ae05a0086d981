// From the body of a registration, a validation or a plan to what the core is asked: the checks that Nomad makes before anything
// else, in their order, with their status. One way for every door: HTTP, simulators, the page. Rules: semantics/4 §1.1, §2.1.

import type { JobSubmission } from '../entities/submission.ts'
import type { Body } from '../job-document/body.ts'
import { canonicalizeJob } from '../job-canonical/canonicalize.ts'
import { decodeBody } from '../job-document/decode.ts'
import type { StoredJob } from '../job-document/document-stored.ts'
import type { Block } from '../job-fields/field.ts'
import { planBlock, registerBlock, validateBlock } from '../job-fields/job.ts'
import { type SplitJob, splitJob } from '../job-document/split.ts'
import type { JsonObject } from '../json.ts'
import { fieldOf, isJsonObject } from '../json.ts'
import type { Registration } from './registration.ts'

/** Where a body arrived. */
export interface SubmissionContext {
  /** The region that the server answers for. */
  readonly region: string
  /** The region and namespace that the request itself names; empty when it names none. */
  readonly requestRegion?: string
  readonly requestNamespace?: string
  /** The job's id as the path has it; undefined where the path names none. */
  readonly pathId?: string | undefined
}

/** Why a body is refused before the core is asked: Nomad's text and the HTTP status that goes with it. */
export interface Unsubmittable {
  readonly ok: false
  readonly status: 400 | 500
  readonly text: string
}

/** A job to register, and the namespace that the request is for. */
export interface Submission {
  readonly ok: true
  readonly namespace: string
  readonly registration: Registration
}

/** A job to validate or to plan. */
export interface JobDraft {
  readonly ok: true
  readonly namespace: string
  readonly job: SplitJob
  /** Whether a plan is to be shown as a difference. */
  readonly diff: boolean
}

/** Reads the body of a registration. */
export function submissionOf(body: Body, context: SubmissionContext): Submission | Unsubmittable {
  const sent = sentJob(body, registerBlock, context, registering)
  if ('status' in sent) return sent
  const priority = wholeAt(sent.request, 'EvalPriority')
  if (priority !== 0 && (priority < 1 || priority > 100))
    return refused('Eval priority must be between 1 and 100 inclusively')
  const canonical = canonicalOf(sent, context)
  if ('status' in canonical) return canonical
  const { namespace, job } = canonical
  return { ok: true, namespace, registration: registrationOf(sent.request, job) }
}

/** Reads the body of a validation. The request's namespace is not the job's: they are compared later. */
export function validationOf(body: Body, context: SubmissionContext): JobDraft | Unsubmittable {
  return draftOf(body, validateBlock, context, validating)
}

/** Reads the body of a plan. */
export function planOf(body: Body, context: SubmissionContext): JobDraft | Unsubmittable {
  return draftOf(body, planBlock, context, planning)
}

/** What each door says of a body without a job, a job without an id, an id that is not the path's. */
interface Doorkeeper {
  readonly missingId: string | undefined
  readonly otherId: string
  readonly refusesSystemScaling: boolean
}

const registering: Doorkeeper = {
  missingId: "Job ID hasn't been provided",
  otherId: 'Job ID does not match name',
  refusesSystemScaling: true,
}
const validating: Doorkeeper = { missingId: undefined, otherId: '', refusesSystemScaling: false }
const planning: Doorkeeper = {
  missingId: 'Job must have a valid ID',
  otherId: 'Job ID does not match',
  refusesSystemScaling: false,
}

interface Sent {
  readonly request: JsonObject
  readonly job: JsonObject
}

function sentJob(body: Body, of: Block, { pathId }: SubmissionContext, door: Doorkeeper): Sent | Unsubmittable {
  const decoded = decodeBody(body, of)
  if (!decoded.ok) return refused(decoded.text)
  const job = decoded.value['Job']
  if (!isJsonObject(job)) return refused('Job must be specified')
  const id = fieldOf(job, 'ID')
  if (door.missingId !== undefined && id === undefined) return refused(door.missingId)
  if (pathId !== undefined && id !== pathId) return refused(door.otherId)
  if (door.refusesSystemScaling && fieldOf(job, 'Type') === 'system' && hasScaling(job))
    return refused('Task groups with job type system do not support scaling blocks')
  return { request: decoded.value, job }
}

function draftOf(body: Body, of: Block, context: SubmissionContext, door: Doorkeeper): JobDraft | Unsubmittable {
  const sent = sentJob(body, of, context, door)
  if ('status' in sent) return sent
  const canonical = canonicalOf(sent, context)
  if ('status' in canonical) return canonical
  const { namespace, job } = canonical
  return { ok: true, namespace, job: splitJob(job), diff: sent.request['Diff'] === true }
}

interface CanonicalJob {
  readonly namespace: string
  readonly job: StoredJob
}

// The request's own word counts most, then the body's, then the job's. `global` is the server's own region, whatever it is called.
function canonicalOf({ request, job }: Sent, context: SubmissionContext): CanonicalJob | Unsubmittable {
  const named = context.requestRegion || textAt(request, 'Region') || regionOf(job)
  const region = named === '' ? context.region : named
  if (region !== context.region) return refused('No path to region', 500)
  const namespace = context.requestNamespace || textAt(request, 'Namespace') || textAt(job, 'Namespace') || 'default'
  const canonical = canonicalizeJob(job, { namespace, region })
  return canonical.ok ? { namespace, job: canonical.job } : refused(canonical.text, 500)
}

function regionOf(job: JsonObject): string {
  const region = textAt(job, 'Region')
  return region === 'global' ? '' : region
}

function registrationOf(request: JsonObject, job: StoredJob): Registration {
  const { document, stop, version, versionTag } = splitJob(job)
  return {
    document,
    stop,
    version,
    versionTag,
    submission: sourceOf(request, job),
    enforceIndex: request['EnforceIndex'] === true ? wholeAt(request, 'JobModifyIndex') : undefined,
    preserveCounts: request['PreserveCounts'] === true,
    preserveResources: request['PreserveResources'] === true,
    evaluationPriority: wholeAt(request, 'EvalPriority'),
  }
}

/** Sources above this many characters are not kept. */
const sourceMax = 1_000_000

function sourceOf(request: JsonObject, job: StoredJob): JobSubmission | undefined {
  const sent = request['Submission']
  if (!isJsonObject(sent) || textAt(sent, 'Source').length > sourceMax) return undefined
  const flags = sent['VariableFlags']
  return {
    namespace: job.Namespace,
    jobId: job.ID,
    version: 0,
    source: textAt(sent, 'Source'),
    format: textAt(sent, 'Format'),
    variables: textAt(sent, 'Variables'),
    variableFlags: isJsonObject(flags)
      ? Object.entries(flags).map(([name, value]) => ({ name, value: String(value) }))
      : undefined,
    jobModifyIndex: 0,
  }
}

function hasScaling(job: JsonObject): boolean {
  const groups = fieldOf(job, 'TaskGroups')
  return isList(groups) && groups.some((group) => isJsonObject(fieldOf(isJsonObject(group) ? group : {}, 'Scaling')))
}

function isList(value: unknown): value is readonly JsonObject[] {
  return Array.isArray(value)
}

function textAt(object: JsonObject, key: string): string {
  const value = object[key]
  return typeof value === 'string' ? value : ''
}

function wholeAt(object: JsonObject, key: string): number {
  const value = object[key]
  return typeof value === 'number' || typeof value === 'bigint' ? Number(value) : 0
}

function refused(text: string, status: 400 | 500 = 400): Unsubmittable {
  return { ok: false, status, text }
}

// Jobs over HTTP: what changes them. Rules: client-surface §3.2–3.8.

import type { Json, JsonObject, Reply } from '@cutover/core'
import { type Api, type Handler, submit } from '../api.ts'
import { readRegistration } from '../job-request.ts'
import { bodyFields, goBoolean, type HttpRequest, jsonBody, readOptions } from '../request.ts'
import { HttpError, type HttpResponse, json, metaBody, metaHeaders } from '../response.ts'

export { plan, validate } from './job-dry-runs.ts'

export const register: Handler = (api, request) => registerJob(api, request, undefined)

export const registerNamed: Handler = (api, request, [id = '']) => registerJob(api, request, id)

async function registerJob(api: Api, request: HttpRequest, id: string | undefined): Promise<HttpResponse> {
  const { namespace, registration } = readRegistration(request, api.settings, id)
  return registered(await submit(api, request, { type: 'SubmitJob', namespace, registration }), false)
}

export const stop: Handler = async (api, request, [id = '']) => {
  const reply = await submit(api, request, {
    type: 'StopJob',
    namespace: readOptions(request).namespace,
    jobId: id,
    purge: flag(request, 'purge'),
    noShutdownDelay: flag(request, 'no_shutdown_delay'),
    evaluationPriority: evaluationPriority(request),
  })
  const body = {
    EvalCreateIndex: reply.evaluationCreateIndex ?? 0,
    EvalID: reply.evaluationId ?? '',
    JobModifyIndex: reply.jobModifyIndex ?? 0,
    VolumeEvalID: '',
    VolumeEvalIndex: 0,
  }
  return json({ ...body, ...metaBody(reply.index, false) }, { 'X-Nomad-Index': String(reply.index) })
}

export const revert: Handler = async (api, request, [id = '']) => {
  const fields = { JobID: 'string', JobVersion: 'uint64', EnforcePriorVersion: 'uint64' } as const
  const body = jobBody(request, { type: 'structs.JobRevertRequest', fields, id, missing: 'JobID must be specified' })
  const enforced = body['EnforcePriorVersion']
  const reply = await submit(api, request, {
    type: 'RevertJob',
    namespace: readOptions(request).namespace,
    jobId: id,
    version: integer(body['JobVersion']),
    enforcePriorVersion: enforced === undefined ? undefined : integer(enforced),
  })
  return registered(reply, false, metaHeaders({ index: reply.index }))
}

export const stable: Handler = async (api, request, [id = '']) => {
  const fields = { JobID: 'string', JobVersion: 'uint64', Stable: 'bool' } as const
  const body = jobBody(request, { type: 'structs.JobStabilityRequest', fields, id, missing: 'JobID must be specified' })
  const reply = await submit(api, request, {
    type: 'DeclareJobStable',
    namespace: readOptions(request).namespace,
    jobId: id,
    version: integer(body['JobVersion']),
    stable: body['Stable'] === true,
  })
  return json({ Index: reply.index }, { 'X-Nomad-Index': String(reply.index) })
}

export const scale: Handler = async (api, request, [id = '']) => {
  const fields = { Target: 'object', Count: 'int64', Message: 'string', Error: 'bool', Meta: 'object', JobModifyIndex: 'uint64' } as const
  const body = bodyFields(jsonBody(request), 'api.ScalingRequest', { ...fields, Namespace: 'string' })
  const { namespace } = readOptions(request)
  const target = asObject(body['Target'])
  if (named(target, 'Job') !== '' && named(target, 'Job') !== id) throw new HttpError(400, 'job ID in payload did not match URL')
  if (named(target, 'Namespace') !== '' && named(target, 'Namespace') !== namespace)
    throw new HttpError(400, 'namespace in payload did not match header')
  const count = body['Count']
  const reply = await submit(api, request, {
    type: 'ScaleJob',
    namespace,
    jobId: id,
    group: named(target, 'Group'),
    count: count === undefined ? undefined : integer(count),
    message: text(body['Message']),
    error: body['Error'] === true,
    meta: body['Meta'] === undefined ? undefined : asObject(body['Meta']),
    jobModifyIndex: integer(body['JobModifyIndex']),
  })
  return registered(reply, true)
}

export const evaluate: Handler = async (api, request, [id = '']) => {
  const body = request.body === '' ? {} : evaluateBody(request, id)
  const options = asObject(body['EvalOptions'])
  const force = Object.entries(options).some(([key, value]) => key.toLowerCase() === 'forcereschedule' && value === true)
  const { namespace } = readOptions(request)
  return registered(await submit(api, request, { type: 'EvaluateJob', namespace, jobId: id, forceReschedule: force }), false)
}

export const tag: Handler = async (api, request, [id = '', name = '']) => {
  const fields = { Version: 'uint64', Latest: 'bool', Description: 'string' } as const
  const body = bodyFields(jsonBody(request), 'api.TagVersionRequest', fields)
  const description = text(body['Description'])
  const reply = await submit(api, request, {
    type: 'TagVersion',
    namespace: readOptions(request).namespace,
    jobId: id,
    version: integer(body['Version']),
    latest: body['Latest'] === true,
    tag: { name, description },
    name,
  })
  const tagged = { Description: description, Name: name, TaggedTime: BigInt(api.engine.read().at) * 1_000n }
  return json({ ...tagged, ...metaBody(reply.index, false) })
}

export const untag: Handler = async (api, request, [id = '', name = '']) => {
  const { namespace } = readOptions(request)
  const command = { type: 'TagVersion', namespace, jobId: id, version: 0, latest: false, tag: undefined, name } as const
  const reply = await submit(api, request, command)
  return json({ Description: '', Name: '', TaggedTime: 0, ...metaBody(reply.index, false) })
}

function evaluateBody(request: HttpRequest, id: string): JsonObject {
  const body = bodyFields(jsonBody(request), 'structs.JobEvaluateRequest', { JobID: 'string', EvalOptions: 'object' })
  if (text(body['JobID']) === '') throw new HttpError(400, 'Job ID must be specified')
  if (body['JobID'] !== id) throw new HttpError(400, 'JobID not same as job name')
  return body
}

interface JobBody {
  readonly type: string
  readonly fields: Parameters<typeof bodyFields>[2]
  readonly id: string
  readonly missing: string
}

function jobBody(request: HttpRequest, { type, fields, id, missing }: JobBody): JsonObject {
  const body = bodyFields(jsonBody(request), type, fields)
  if (text(body['JobID']) === '') throw new HttpError(400, missing)
  if (body['JobID'] !== id) throw new HttpError(400, 'Job ID does not match')
  return body
}

function registered(reply: Reply, knownLeader: boolean, headers: Readonly<Record<string, string>> = {}): HttpResponse {
  const body = {
    EvalCreateIndex: reply.evaluationCreateIndex ?? 0,
    EvalID: reply.evaluationId ?? '',
    JobModifyIndex: reply.jobModifyIndex ?? 0,
    Warnings: reply.warnings ?? '',
  }
  return json({ ...body, ...metaBody(reply.index, knownLeader) }, { 'X-Nomad-Index': String(reply.index), ...headers })
}

function flag({ query }: HttpRequest, name: string): boolean {
  const value = query.get(name)
  if (value === null || value === '') return false
  const parsed = goBoolean(value)
  if (parsed !== undefined) return parsed
  const why = `strconv.ParseBool: parsing ${JSON.stringify(value)}: invalid syntax`
  throw new HttpError(500, `Failed to parse value of ${JSON.stringify(name)} (${JSON.stringify(value)}) as a bool: ${why}`)
}

function evaluationPriority({ query }: HttpRequest): number {
  const value = query.get('eval_priority') ?? ''
  if (value === '') return 0
  const priority = Number(value)
  if (!/^[+-]?\d+$/.test(value)) throw new HttpError(400, `Invalid eval_priority: ${value}`)
  if (priority !== 0 && (priority < 1 || priority > 100))
    throw new HttpError(400, 'Eval priority must be between 1 and 100 inclusively')
  return priority
}

function named(target: JsonObject, key: string): string {
  const found = Object.entries(target).find(([name]) => name.toLowerCase() === key.toLowerCase())
  return text(found?.[1])
}

function integer(value: Json | undefined): number {
  return Number(value ?? 0)
}

function text(value: Json | undefined): string {
  return typeof value === 'string' ? value : ''
}

function asObject(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {}
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

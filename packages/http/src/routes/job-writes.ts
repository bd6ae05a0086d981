// Jobs over HTTP: what changes them. Rules: client-surface §3.2–3.8.

import { isRefusal, type JsonObject, type Reply } from '@cutover/core'
import { admitCommand, type Block } from '@cutover/core/job-documents'
import { type Api, type Handler, refusalError, submit } from '../api.ts'
import { readRegistration } from '../job-request.ts'
import { bodyFields, type HttpRequest, objectOf, queryFlag, readOptions, textOf, wholeOf } from '../request.ts'
import { evaluateBody, revertBody, scaleBody, stableBody, tagBody } from '../request-bodies.ts'
import { HttpError, type HttpResponse, json, metaBody } from '../response.ts'

export { plan, validate } from './job-dry-runs.ts'

export const register: Handler = (api, request) => registerJob(api, request, undefined)

export const registerNamed: Handler = (api, request, [id = '']) => registerJob(api, request, id)

async function registerJob(api: Api, request: HttpRequest, id: string | undefined): Promise<HttpResponse> {
  const { namespace, registration, warnings } = readRegistration(api, request, id)
  return submit(api, request, { type: 'SubmitJob', namespace, registration }, (reply) =>
    registered(reply, { warnings }),
  )
}

// Nomad's text has a letter too many.
const noShutdownDelay = { shown: '"no_shutdown_delay"q' } as const

export const stop: Handler = async (api, request, [id = '']) => {
  queryFlag(request, 'global')
  return submit(
    api,
    request,
    {
      type: 'StopJob',
      namespace: readOptions(request).namespace,
      jobId: id,
      purge: queryFlag(request, 'purge'),
      noShutdownDelay: queryFlag(request, 'no_shutdown_delay', noShutdownDelay),
      evaluationPriority: evaluationPriority(request),
    },
    (reply) => {
      const body = {
        EvalCreateIndex: reply.evaluationCreateIndex ?? 0,
        EvalID: reply.evaluationId ?? '',
        JobModifyIndex: reply.jobModifyIndex ?? 0,
        VolumeEvalID: '',
        VolumeEvalIndex: 0,
      }
      return json({ ...body, ...metaBody(reply.index, false) }, { 'X-Nomad-Index': String(reply.index) })
    },
  )
}

export const revert: Handler = async (api, request, [id = '']) => {
  const body = jobBody(request, revertBody, id)
  const enforced = body['EnforcePriorVersion']
  const admitted = admitCommand(api.engine.read(), {
    type: 'RevertJob',
    namespace: readOptions(request).namespace,
    jobId: id,
    version: wholeOf(body, 'JobVersion'),
    enforcePriorVersion: enforced === undefined ? undefined : wholeOf(body, 'EnforcePriorVersion'),
  })
  if (isRefusal(admitted)) throw refusalError(admitted)
  return submit(api, request, admitted.command, (reply) => {
    const headers = { 'X-Nomad-Knownleader': 'false', 'X-Nomad-Lastcontact': '0' }
    return registered(reply, { warnings: admitted.warnings, headers })
  })
}

export const stable: Handler = async (api, request, [id = '']) => {
  const body = jobBody(request, stableBody, id)
  return submit(
    api,
    request,
    {
      type: 'DeclareJobStable',
      namespace: readOptions(request).namespace,
      jobId: id,
      version: wholeOf(body, 'JobVersion'),
      stable: body['Stable'] === true,
    },
    (reply) => json({ Index: reply.index }, { 'X-Nomad-Index': String(reply.index) }),
  )
}

export const scale: Handler = async (api, request, [id = '']) => {
  const body = bodyFields(request, scaleBody)
  const { namespace } = readOptions(request)
  const target = objectOf(body, 'Target')
  if (textOf(target, 'Job') !== '' && textOf(target, 'Job') !== id)
    throw new HttpError(400, 'job ID in payload did not match URL')
  if (textOf(target, 'Namespace') !== '' && textOf(target, 'Namespace') !== namespace)
    throw new HttpError(400, 'namespace in payload did not match header')
  const count = body['Count']
  return submit(
    api,
    request,
    {
      type: 'ScaleJob',
      namespace,
      jobId: id,
      group: textOf(target, 'Group'),
      count: count === undefined ? undefined : wholeOf(body, 'Count'),
      message: textOf(body, 'Message'),
      error: body['Error'] === true,
      meta: body['Meta'] === undefined ? undefined : objectOf(body, 'Meta'),
      jobModifyIndex: wholeOf(body, 'JobModifyIndex'),
    },
    (reply) => registered(reply, { knownLeader: true }),
  )
}

export const evaluate: Handler = async (api, request, [id = '']) => {
  const body = request.body === '' ? {} : forceBody(request, id)
  const force = objectOf(body, 'EvalOptions')['ForceReschedule'] === true
  const { namespace } = readOptions(request)
  return submit(api, request, { type: 'EvaluateJob', namespace, jobId: id, forceReschedule: force }, (reply) =>
    registered(reply),
  )
}

export const tag: Handler = async (api, request, [id = '', name = '']) => {
  const body = bodyFields(request, tagBody)
  const description = textOf(body, 'Description')
  return submit(
    api,
    request,
    {
      type: 'TagVersion',
      namespace: readOptions(request).namespace,
      jobId: id,
      version: wholeOf(body, 'Version'),
      latest: body['Latest'] === true,
      tag: { name, description },
      name,
    },
    (reply, after) => {
      const tagged = { Description: description, Name: name, TaggedTime: BigInt(after.at) * 1_000n }
      return json({ ...tagged, ...metaBody(reply.index, false) })
    },
  )
}

export const untag: Handler = async (api, request, [id = '', name = '']) => {
  const { namespace } = readOptions(request)
  const command = { type: 'TagVersion', namespace, jobId: id, version: 0, latest: false, tag: undefined, name } as const
  return submit(api, request, command, (reply) =>
    json({ Description: '', Name: '', TaggedTime: 0, ...metaBody(reply.index, false) }),
  )
}

function forceBody(request: HttpRequest, id: string): JsonObject {
  const body = bodyFields(request, evaluateBody)
  if (textOf(body, 'JobID') === '') throw new HttpError(400, 'Job ID must be specified')
  if (body['JobID'] !== id) throw new HttpError(400, 'JobID not same as job name')
  return body
}

function jobBody(request: HttpRequest, of: Block, id: string): JsonObject {
  const body = bodyFields(request, of)
  if (textOf(body, 'JobID') === '') throw new HttpError(400, 'JobID must be specified')
  if (body['JobID'] !== id) throw new HttpError(400, 'Job ID does not match')
  return body
}

interface Told {
  readonly knownLeader?: boolean
  readonly warnings?: string | undefined
  readonly headers?: Readonly<Record<string, string>>
}

function registered(reply: Reply, { knownLeader = false, warnings = '', headers = {} }: Told = {}): HttpResponse {
  const body = {
    EvalCreateIndex: reply.evaluationCreateIndex ?? 0,
    EvalID: reply.evaluationId ?? '',
    JobModifyIndex: reply.jobModifyIndex ?? 0,
    Warnings: warnings,
  }
  return json({ ...body, ...metaBody(reply.index, knownLeader) }, { 'X-Nomad-Index': String(reply.index), ...headers })
}

function evaluationPriority({ query }: HttpRequest): number {
  const value = query.get('eval_priority') ?? ''
  if (value === '') return 0
  const quoted = JSON.stringify(value)
  if (!/^[+-]?\d+$/.test(value))
    throw new HttpError(
      500,
      `Failed to parse value of "eval_priority" (${value}) as a int: strconv.Atoi: parsing ${quoted}: invalid syntax`,
    )
  const priority = Number(value)
  if (priority > 100) throw new HttpError(400, 'Eval priority must be between 1 and 100 inclusively')
  return Math.max(0, priority)
}

// Job files in HCL over HTTP: read by the parser that the server was given. Rules: client-surface §1.2.

import type { JsonObject } from '@cutover/core'
import { submissionOf } from '@cutover/core/job-documents'
import type { Api, Handler } from '../api.ts'
import { bodyFields, textOf } from '../request.ts'
import { parseBody } from '../request-bodies.ts'
import { HttpError, json } from '../response.ts'

export const parse: Handler = async (api, request) => {
  const body = bodyFields(request, parseBody)
  const source = textOf(body, 'JobHCL')
  if (source === '') throw new HttpError(400, 'Job spec is empty')
  if (!api.parseJob) throw new HttpError(501, 'this server does not read job files')
  const parsed = await api.parseJob({ source, variables: textOf(body, 'Variables') })
  if (!parsed.ok) throw new HttpError(400, `Failed to parse job: ${parsed.text}`)
  return json(body['Canonicalize'] === true ? canonical(api, parsed.job) : parsed.job)
}

// With the defaults that a registration would give it; a job that could not be registered stays as it was written.
function canonical({ engine, settings }: Api, job: JsonObject): JsonObject {
  const submission = submissionOf(engine.read(), { body: { json: { Job: job } } }, settings.region)
  return submission.ok ? submission.registration.document : job
}

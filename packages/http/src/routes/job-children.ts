// Children of jobs: dispatched from a parameterized job, or launched from a periodic one. Rules: semantics/4 §3.6, §3.7.

import type { Reply } from '@cutover/core'
import { type Handler, submit } from '../api.ts'
import { bodyFields, objectOf, readOptions, textOf, wholeOf } from '../request.ts'
import { dispatchBody } from '../request-bodies.ts'
import { HttpError, json } from '../response.ts'
import type { Wire } from '../wire/encode.ts'

export const dispatch: Handler = async (api, request, [id = '']) => {
  const body = bodyFields(request, dispatchBody)
  const named = textOf(body, 'JobID')
  if (named !== '' && named !== id) throw new HttpError(400, 'Job ID does not match')
  return submit(
    api,
    request,
    {
      type: 'DispatchJob',
      namespace: readOptions(request).namespace,
      jobId: id,
      payload: textOf(body, 'Payload'),
      meta: Object.fromEntries(Object.entries(objectOf(body, 'Meta')).map(([key, value]) => [key, String(value)])),
      idempotencyToken: request.query.get('idempotency_token') || textOf(body, 'IdempotencyToken'),
      idPrefixTemplate: textOf(body, 'IdPrefixTemplate'),
      priority: wholeOf(body, 'Priority'),
    },
    (reply) => {
      const child = { DispatchedJobID: reply.dispatchedJobId ?? '', JobCreateIndex: reply.jobCreateIndex ?? 0 }
      return json({ ...launched(reply), ...child }, { 'X-Nomad-Index': String(reply.index) })
    },
  )
}

export const force: Handler = async (api, request, [id = '']) => {
  const { namespace } = readOptions(request)
  return submit(api, request, { type: 'ForcePeriodicJob', namespace, jobId: id }, (reply) =>
    json(launched(reply), { 'X-Nomad-Index': String(reply.index) }),
  )
}

function launched(reply: Reply): Wire & object {
  return {
    EvalCreateIndex: reply.evaluationCreateIndex ?? 0,
    EvalID: reply.evaluationId ?? '',
    Index: reply.index,
  }
}

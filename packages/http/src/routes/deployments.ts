// Deployments over HTTP. Rules: client-surface §1.1, §3.1.

import { fromNanos, isActive, type JsonObject, type Reply } from '@cutover/core'
import type { Block } from '@cutover/core/job-documents'
import { allocationsOfDeployment, findDeployment, listDeployments } from '@cutover/core/lists'
import { seenRow, seenRows } from '../access.ts'
import { type Api, type Handler, read, submit } from '../api.ts'
import { deploymentDatum, filterOf } from '../filtering.ts'
import { askedOf, pageRequest } from '../paging.ts'
import { bodyFields, checkRegion, type HttpRequest, readOptions, textOf, textsOf } from '../request.ts'
import { healthBody, pauseBody, promoteBody, unblockBody } from '../request-bodies.ts'
import { HttpError, type HttpResponse, json } from '../response.ts'
import { wireAllocationStub } from '../wire/allocation.ts'
import { wireDeployment } from '../wire/deployment.ts'

export const listAll: Handler = (api, request) => {
  const { namespace, prefix } = readOptions(request)
  const page = pageRequest(request)
  const filter = filterOf(request, deploymentDatum)
  return read(api, request, {
    find: (state) => listDeployments(state, { namespace, prefix, ...page, ...filter }),
    tables: ['deployments'],
    keep: { tables: ['deployments'], indexes: ['deployment'], asked: askedOf(request) },
    body: ({ rows }) => rows.map(wireDeployment),
    nextToken: ({ nextToken }) => nextToken,
  })
}

export const getOne: Handler = (api, request, [id = '']) =>
  read(api, request, {
    find: (state) => seenRow(request, findDeployment(state, id)),
    tables: ['deployments'],
    body: (deployment) => deployment && wireDeployment(deployment),
    keep: { table: 'deployments', key: id },
    missing: 'deployment not found',
  })

export const getAllocations: Handler = (api, request, [id = '']) =>
  read(api, request, {
    find: (state) => seenRows(request, allocationsOfDeployment(state, id)),
    tables: ['allocations'],
    body: (allocations) => allocations.map((row) => wireAllocationStub(row, { resources: false, taskStates: true })),
  })

export const pause: Handler = async (api, request, [id = '']) => {
  const body = deploymentBody({ api, request }, pauseBody, id)
  return submit(api, request, { type: 'PauseDeployment', deploymentId: id, pause: body['Pause'] === true }, updated)
}

export const promote: Handler = async (api, request, [id = '']) => {
  const body = deploymentBody({ api, request }, promoteBody, id)
  return submit(
    api,
    request,
    {
      type: 'PromoteCanaries',
      deploymentId: id,
      all: body['All'] === true,
      groups: textsOf(body, 'Groups'),
      promotedAt: nanosOf(body['PromotedAt']),
    },
    updated,
  )
}

// The body is not even parsed.
export const fail: Handler = async (api, request, [id = '']) => {
  refuseCapitals({ api, request }, id)
  return submit(api, request, { type: 'FailDeployment', deploymentId: id }, updated)
}

export const setHealth: Handler = async (api, request, [id = '']) => {
  const body = deploymentBody({ api, request }, healthBody, id)
  return submit(
    api,
    request,
    {
      type: 'MarkAllocations',
      deploymentId: id,
      healthy: textsOf(body, 'HealthyAllocationIDs'),
      unhealthy: textsOf(body, 'UnhealthyAllocationIDs'),
    },
    updated,
  )
}

export const unblock: Handler = async (api, request, [id = '']) => {
  deploymentBody({ api, request }, unblockBody, id)
  return submit(api, request, { type: 'UnblockDeployment', deploymentId: id, verb: 'unblock' }, updated)
}

interface Asked {
  readonly api: Api
  readonly request: HttpRequest
}

// Nomad finds a deployment by an id in capitals and then breaks off: nothing changes and nobody is answered. Here that is said.
function refuseCapitals({ api, request }: Asked, id: string): void {
  const found = id === id.toLowerCase() ? undefined : api.engine.read().tables.deployments.get(id.toLowerCase())
  if (!found || !isActive(found)) return
  request.access?.permit()
  throw new HttpError(500, 'deployment ID must be in lower case')
}

// Body present and decodable, then the id in it, then the id against the path: in this order.
function deploymentBody({ api, request }: Asked, of: Block, id: string): JsonObject {
  const body = bodyFields(request, of)
  const named = textOf(body, 'DeploymentID')
  if (named === '') throw new HttpError(400, 'DeploymentID must be specified')
  if (named !== id) throw new HttpError(400, 'Deployment ID does not match')
  checkRegion(request, api.settings.region, textOf(body, 'Region'))
  refuseCapitals({ api, request }, id)
  return body
}

function updated(reply: Reply): HttpResponse {
  const index = reply.deploymentModifyIndex ?? 0
  const body = {
    DeploymentModifyIndex: index,
    EvalCreateIndex: reply.evaluationCreateIndex ?? 0,
    EvalID: reply.evaluationId ?? '',
    Index: index,
    RevertedJobVersion: reply.revertedJobVersion ?? null,
  }
  return json(body, { 'X-Nomad-Index': String(index) })
}

function nanosOf(value: JsonObject[string] | undefined): ReturnType<typeof fromNanos> {
  return fromNanos(typeof value === 'number' || typeof value === 'bigint' ? value : 0)
}

// Deployments over HTTP. Rules: client-surface §1.1, §3.1.

import { allocationsOfDeployment, findDeployment, type Json, type JsonObject, listDeployments, micros, type Reply } from '@cutover/core'
import { type Handler, read, submit } from '../api.ts'
import { pageRequest } from '../paging.ts'
import { bodyFields, type FieldType, type HttpRequest, jsonBody, readOptions } from '../request.ts'
import { HttpError, type HttpResponse, json } from '../response.ts'
import { wireAllocationStub } from '../wire/allocation.ts'
import { wireDeployment } from '../wire/deployment.ts'

export const listAll: Handler = (api, request) => {
  const { namespace, prefix } = readOptions(request)
  const page = pageRequest(request)
  return read(api, request, {
    find: (state) => listDeployments(state, { namespace, prefix, ...page }),
    tables: ['deployments'],
    body: ({ rows }) => rows.map(wireDeployment),
    nextToken: ({ nextToken }) => nextToken,
  })
}

export const getOne: Handler = (api, request, [id = '']) =>
  read(api, request, {
    find: (state) => findDeployment(state, id),
    tables: ['deployments'],
    body: (deployment) => deployment && wireDeployment(deployment),
    missing: 'deployment not found',
  })

export const getAllocations: Handler = (api, request, [id = '']) =>
  read(api, request, {
    find: (state) => allocationsOfDeployment(state, id),
    tables: ['allocations'],
    body: (allocations) => allocations.map((row) => wireAllocationStub(row, { resources: false, taskStates: true })),
  })

export const pause: Handler = async (api, request, [id = '']) => {
  const body = deploymentBody(request, 'structs.DeploymentPauseRequest', { Pause: 'bool' }, id)
  return updated(await submit(api, request, { type: 'PauseDeployment', deploymentId: id, pause: body['Pause'] === true }))
}

export const promote: Handler = async (api, request, [id = '']) => {
  const fields = { All: 'bool', Groups: '[]string', PromotedAt: 'int64' } as const
  const body = deploymentBody(request, 'structs.DeploymentPromoteRequest', fields, id)
  const reply = await submit(api, request, {
    type: 'PromoteCanaries',
    deploymentId: id,
    all: body['All'] === true,
    groups: texts(body['Groups']),
    promotedAt: micros(Math.floor(Number(body['PromotedAt'] ?? 0) / 1_000)),
  })
  return updated(reply)
}

// The body is not even parsed.
export const fail: Handler = async (api, request, [id = '']) =>
  updated(await submit(api, request, { type: 'FailDeployment', deploymentId: id }))

export const setHealth: Handler = async (api, request, [id = '']) => {
  const fields = { HealthyAllocationIDs: '[]string', UnhealthyAllocationIDs: '[]string' } as const
  const body = deploymentBody(request, 'structs.DeploymentAllocHealthRequest', fields, id)
  const reply = await submit(api, request, {
    type: 'MarkAllocations',
    deploymentId: id,
    healthy: texts(body['HealthyAllocationIDs']),
    unhealthy: texts(body['UnhealthyAllocationIDs']),
  })
  return updated(reply)
}

export const unblock: Handler = async (api, request, [id = '']) => {
  deploymentBody(request, 'structs.DeploymentUnblockRequest', {}, id)
  return updated(await submit(api, request, { type: 'UnblockDeployment', deploymentId: id, verb: 'unblock' }))
}

// Body present and decodable, then the id in it, then the id against the path: in this order.
function deploymentBody(
  request: HttpRequest,
  typeName: string,
  fields: Readonly<Record<string, FieldType>>,
  id: string,
): JsonObject {
  const body = bodyFields(jsonBody(request), typeName, { DeploymentID: 'string', ...fields })
  const named = body['DeploymentID'] ?? ''
  if (named === '') throw new HttpError(400, 'DeploymentID must be specified')
  if (named !== id) throw new HttpError(400, 'Deployment ID does not match')
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

function texts(value: Json | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : []
}


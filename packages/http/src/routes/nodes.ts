// Nodes over HTTP. Rules: client-surface §1.3, §3.10.

import { allocationsOfNode, findNode, fromNanos, type Json, type JsonObject, listNodes, type Reply } from '@cutover/core'
import { type Handler, read, submit } from '../api.ts'
import { pageRequest } from '../paging.ts'
import { bodyFields, goBoolean, jsonBody, readOptions } from '../request.ts'
import { HttpError, type HttpResponse, json } from '../response.ts'
import { wireAllocation } from '../wire/allocation.ts'
import { wireNode, wireNodeStub } from '../wire/node.ts'

export const listAll: Handler = (api, request) => {
  const { prefix } = readOptions(request)
  const page = pageRequest(request)
  const resources = request.query.get('resources') ?? ''
  const withResources = resources === '' ? false : goBoolean(resources)
  if (withResources === undefined)
    throw new HttpError(400, `Failed to parse node list fields: strconv.ParseBool: parsing ${JSON.stringify(resources)}: invalid syntax`)
  return read(api, request, {
    find: (state) => listNodes(state, { prefix, ...page }),
    tables: ['nodes'],
    body: ({ rows }) => rows.map((row) => wireNodeStub(row, withResources)),
    nextToken: ({ nextToken }) => nextToken,
  })
}

export const getOne: Handler = (api, request, [id = '']) =>
  read(api, request, {
    find: (state) => findNode(state, id),
    tables: ['nodes'],
    body: (node) => node && wireNode(node),
    missing: 'node not found',
  })

export const getAllocations: Handler = (api, request, [id = '']) =>
  read(api, request, {
    find: (state) => allocationsOfNode(state, id),
    tables: ['allocations'],
    body: (allocations) => allocations.map(wireAllocation),
  })

export const drain: Handler = async (api, request, [id = '']) => {
  const fields = { NodeID: 'string', DrainSpec: 'object', MarkEligible: 'bool', Meta: 'object' } as const
  const body = bodyFields(jsonBody(request), 'structs.NodeUpdateDrainRequest', fields)
  const spec = asObject(body['DrainSpec'])
  const reply = await submit(api, request, {
    type: 'DrainNode',
    nodeId: id,
    specification: spec && {
      deadline: fromNanos(integer(spec['Deadline'])),
      ignoreSystemJobs: spec['IgnoreSystemJobs'] === true,
    },
    markEligible: body['MarkEligible'] === true,
    meta: asObject(body['Meta']),
  })
  return nodeUpdated(reply)
}

export const eligibility: Handler = async (api, request, [id = '']) => {
  const body = bodyFields(jsonBody(request), 'structs.NodeUpdateEligibilityRequest', { NodeID: 'string', Eligibility: 'string' })
  const wanted = body['Eligibility']
  return nodeUpdated(
    await submit(api, request, { type: 'MarkEligibility', nodeId: id, eligibility: typeof wanted === 'string' ? wanted : '' }),
  )
}

function nodeUpdated(reply: Reply): HttpResponse {
  const body = {
    EvalCreateIndex: reply.evaluationCreateIndex ?? 0,
    EvalIDs: reply.evaluationIds && reply.evaluationIds.length > 0 ? reply.evaluationIds : null,
    Index: reply.index,
    NodeModifyIndex: reply.nodeModifyIndex ?? 0,
  }
  return json(body, { 'X-Nomad-Index': String(reply.index) })
}

function asObject(value: Json | undefined): JsonObject | undefined {
  return isObject(value) ? value : undefined
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function integer(value: Json | undefined): number | bigint {
  return typeof value === 'number' || typeof value === 'bigint' ? value : 0
}

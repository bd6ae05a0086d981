// Nodes over HTTP. Rules: client-surface §1.3, §3.10.

import { fromNanos, type Json, type JsonObject, type Reply } from '@cutover/core'
import { allocationsOfNode, findNode, listNodes } from '@cutover/core/lists'
import { seenRows } from '../access.ts'
import { type Handler, read, submit } from '../api.ts'
import { filterOf, nodeDatum } from '../filtering.ts'
import { signingKeyId } from '../keys.ts'
import { askedOf, pageRequest } from '../paging.ts'
import { bodyFields, type HttpRequest, queryFlag, readOptions, textOf } from '../request.ts'
import { drainBody, eligibilityBody } from '../request-bodies.ts'
import { HttpError, type HttpResponse, json, metaBody } from '../response.ts'
import { wireAllocation } from '../wire/allocation.ts'
import type { Wire } from '../wire/encode.ts'
import { wireNode, wireNodeStub } from '../wire/node.ts'
import { rpcAddress } from './agent.ts'

export const listAll: Handler = (api, request) => {
  const { prefix } = readOptions(request)
  const page = pageRequest(request)
  const filter = filterOf(request, nodeDatum)
  const shown = { resources: listFlag(request, 'resources'), attributes: listFlag(request, 'os') }
  return read(api, request, {
    find: (state) => listNodes(state, { prefix, ...page, ...filter }),
    tables: ['nodes'],
    keep: { tables: ['nodes'], indexes: ['nodes'], asked: askedOf(request) },
    body: ({ rows }) => rows.map((row) => wireNodeStub(row, shown)),
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
    find: (state) => seenRows(request, allocationsOfNode(state, id)),
    tables: ['allocations'],
    body: (allocations, { seed }) => allocations.map((row) => wireAllocation(row, signingKeyId(seed))),
  })

export const drain: Handler = async (api, request, [id = '']) => {
  const body = bodyFields(request, drainBody)
  const spec = asObject(body['DrainSpec'])
  return submit(
    api,
    request,
    {
      type: 'DrainNode',
      nodeId: id,
      specification: spec && {
        deadline: fromNanos(integer(spec['Deadline'])),
        ignoreSystemJobs: spec['IgnoreSystemJobs'] === true,
      },
      markEligible: body['MarkEligible'] === true,
      meta: asObject(body['Meta']),
    },
    nodeUpdated,
  )
}

export const eligibility: Handler = async (api, request, [id = '']) => {
  const body = bodyFields(request, eligibilityBody)
  // A node named in the body is the one that is meant, whatever the path says.
  const nodeId = textOf(body, 'NodeID') || id
  const eligibility = textOf(body, 'Eligibility')
  return submit(api, request, { type: 'MarkEligibility', nodeId, eligibility }, nodeUpdated)
}

export const purge: Handler = async (api, request, [id = '']) => {
  return submit(api, request, { type: 'PurgeNode', nodeId: id }, (reply) =>
    json(nodeAnswer(reply, serverless), { 'X-Nomad-Index': String(reply.index) }),
  )
}

export const evaluate: Handler = async (api, request, [id = '']) => {
  return submit(api, request, { type: 'EvaluateNode', nodeId: id }, (reply, after) => {
    const { tables } = after
    const address = rpcAddress(api)
    const server = {
      Datacenter: api.settings.datacenter,
      RPCAdvertiseAddr: address,
      RPCMajorVersion: 0,
      RPCMinorVersion: 0,
    }
    const servers = {
      LeaderRPCAddr: address,
      NumNodes: tables.nodes.size,
      SchedulingEligibility: tables.nodes.get(id.toLowerCase())?.schedulingEligibility ?? '',
      Servers: [server],
    }
    return json(nodeAnswer(reply, servers), { 'X-Nomad-Index': String(reply.index) })
  })
}

/** What a node would be told of the servers; nothing once it is purged. */
const serverless = { LeaderRPCAddr: '', NumNodes: 0, SchedulingEligibility: '', Servers: null } as const

function nodeAnswer(reply: Reply, servers: Wire & object): Wire {
  return {
    EvalCreateIndex: reply.evaluationCreateIndex ?? 0,
    EvalIDs: reply.evaluationIds && reply.evaluationIds.length > 0 ? reply.evaluationIds : null,
    Features: 0,
    HeartbeatTTL: 0,
    NodeModifyIndex: reply.nodeModifyIndex ?? 0,
    SignedIdentity: null,
    ...servers,
    ...metaBody(reply.index, false),
  }
}

function listFlag(request: HttpRequest, name: string): boolean {
  try {
    return queryFlag(request, name, { status: 400 })
  } catch (error) {
    if (!(error instanceof HttpError)) throw error
    throw new HttpError(400, `Failed to parse node list fields: ${error.message}`)
  }
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

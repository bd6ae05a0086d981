// Allocations over HTTP. Rules: client-surface §1.3, §3.9.

import { findAllocation, listAllocations } from '@cutover/core/lists'
import { seenRow } from '../access.ts'
import { type Handler, read, submit } from '../api.ts'
import { allocationDatum, filterOf } from '../filtering.ts'
import { signingKeyId } from '../keys.ts'
import { askedOf, pageRequest } from '../paging.ts'
import { goBoolean, type HttpRequest, queryFlag, readOptions } from '../request.ts'
import { HttpError, json } from '../response.ts'
import { type StubOptions, wireAllocation, wireAllocationStub } from '../wire/allocation.ts'

export const listAll: Handler = (api, request) => {
  const { namespace, prefix } = readOptions(request)
  const page = pageRequest(request)
  const filter = filterOf(request, allocationDatum)
  const shown = stubOptions(request)
  return read(api, request, {
    find: (state) => listAllocations(state, { namespace, prefix, ...page, ...filter }),
    tables: ['allocations'],
    keep: { tables: ['allocations'], indexes: ['allocs'], asked: askedOf(request) },
    body: ({ rows }) => rows.map((row) => wireAllocationStub(row, shown)),
    nextToken: ({ nextToken }) => nextToken,
  })
}

export const getOne: Handler = (api, request, [id = '']) => {
  if (id.includes('/')) throw new HttpError(404, 'resource not found')
  return read(api, request, {
    find: (state) => seenRow(request, findAllocation(state, id)),
    tables: ['allocations'],
    body: (allocation, { seed }) => allocation && wireAllocation(allocation, signingKeyId(seed)),
    keep: { table: 'allocations', key: id },
    missing: 'alloc not found',
  })
}

export const stop: Handler = async (api, request, [id = '']) => {
  request.access?.caller()
  if (!api.engine.read().tables.allocations.has(id.toLowerCase()) && id.length === 36)
    throw new HttpError(404, 'allocation not found')
  return submit(
    api,
    request,
    {
      type: 'StopAllocation',
      allocationId: id,
      noShutdownDelay: queryFlag(request, 'no_shutdown_delay'),
      reschedule: queryFlag(request, 'reschedule'),
    },
    (reply) => json({ EvalID: reply.evaluationId ?? '', Index: reply.index }, { 'X-Nomad-Index': String(reply.index) }),
  )
}

/** What the lists of allocations show, as the request asks. */
function stubOptions({ query }: HttpRequest): StubOptions {
  return {
    resources: goBoolean(query.get('resources') ?? '') ?? false,
    taskStates: goBoolean(query.get('task_states') ?? '') ?? true,
  }
}

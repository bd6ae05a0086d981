// Evaluations over HTTP. Rules: client-surface §1.3.

import { type Evaluation, isRefusal, type Refusal } from '@cutover/core'
import { allocationsOfEvaluation, findEvaluation, listEvaluations, relatedEvaluations } from '@cutover/core/lists'
import { seenRow, seenRows } from '../access.ts'
import { type Api, type Handler, read, refusalError, submit } from '../api.ts'
import { evaluationDatum, filterOf } from '../filtering.ts'
import { askedOf, pageRequest } from '../paging.ts'
import { bodyFields, type HttpRequest, readOptions, textOf, textsOf } from '../request.ts'
import { evaluationsBody } from '../request-bodies.ts'
import { HttpError, json, metaBody } from '../response.ts'
import { wireAllocationStub } from '../wire/allocation.ts'
import { evaluationObject, evaluationStub, wireEvaluation } from '../wire/evaluation.ts'

export const listAll: Handler = (api, request) => {
  const { query } = request
  const { namespace, prefix } = readOptions(request)
  const page = pageRequest(request)
  const job = query.get('job') ?? ''
  const status = query.get('status') ?? ''
  if ((query.get('filter') ?? '') !== '' && (job !== '' || status !== ''))
    throw new HttpError(400, 'Filter expression cannot be used with other filter parameters')
  const { keeps = (): boolean => true } = filterOf(request, evaluationDatum)
  const keepsAll = (row: Evaluation): boolean | Refusal =>
    (job === '' || row.jobId === job) && (status === '' || row.status === status) ? keeps(row) : false
  return read(api, request, {
    find: (state) => listEvaluations(state, { namespace, prefix, keeps: keepsAll, ...page }),
    tables: ['evaluations'],
    keep: { tables: ['evaluations'], indexes: ['evals'], asked: askedOf(request) },
    body: ({ rows }) => rows.map(wireEvaluation),
    nextToken: ({ nextToken }) => nextToken,
  })
}

export const count: Handler = (api, request) => {
  const { namespace, prefix } = readOptions(request)
  const filter = countFilter(request)
  return read(api, request, {
    find: (state) => {
      const found = listEvaluations(state, { namespace, prefix, ...everything, ...filter })
      return isRefusal(found)
        ? found
        : { value: { rows: found.value.rows.length, index: found.index }, index: found.index }
    },
    tables: ['evaluations'],
    body: ({ rows, index }) => ({ Count: rows, ...metaBody(index, true) }),
  })
}

// Where nothing is listed there is no list to fail: the fault of an unreadable filter stands alone, and a row on which a filter fails
// is not counted.
function countFilter(request: HttpRequest): { readonly keeps?: (row: Evaluation) => boolean } {
  try {
    const { keeps } = filterOf(request, evaluationDatum)
    return keeps ? { keeps: (row) => keeps(row) === true } : {}
  } catch (error) {
    if (!(error instanceof HttpError) || error.status !== 400) throw error
    throw new HttpError(
      500,
      error.message.replace(/^failed to create result paginator: failed to read filter expression: /, ''),
    )
  }
}

const everything = { perPage: 0, nextToken: '', reverse: false } as const

export const remove: Handler = async (api, request) => {
  const body = bodyFields(request, evaluationsBody)
  const filter = textOf(body, 'Filter')
  const named = textsOf(body, 'EvalIDs')
  if (filter !== '' && named.length > 0) throw new HttpError(400, 'evals cannot be deleted by both ID and filter')
  if (filter === '' && named.length === 0) throw new HttpError(400, 'evals must be deleted by either ID or filter')
  const ids = filter === '' ? named : matching(api, request, filter)
  return submit(api, request, { type: 'RemoveEvaluations', evaluationIds: ids }, ({ index }) =>
    json({ Count: ids.length, Index: index }, { 'X-Nomad-Index': String(index) }),
  )
}

// The filter of the body is read as the query's would be.
function matching({ engine }: Api, request: HttpRequest, text: string): readonly string[] {
  const { namespace } = readOptions(request)
  try {
    const { keeps = (): boolean => true } = filterOf(
      { ...request, query: new URLSearchParams([['filter', text]]) },
      evaluationDatum,
    )
    const found = listEvaluations(engine.read(), { namespace, prefix: '', keeps, ...everything })
    if (isRefusal(found)) throw refusalError(found)
    return found.value.rows.map(({ id }) => id)
  } catch (error) {
    if (!(error instanceof HttpError)) throw error
    throw new HttpError(500, error.message.replace(/^.*failed to read filter expression: /, ''))
  }
}

export const getOne: Handler = (api, request, [id = '']) => {
  const withRelated = request.query.get('related') === 'true'
  return read(api, request, {
    find: (state) => seenRow(request, findEvaluation(state, id)),
    tables: ['evaluations'],
    body: (evaluation, state) => {
      if (!evaluation || !withRelated) return evaluation && wireEvaluation(evaluation)
      const related = relatedEvaluations(state, evaluation).map(evaluationStub)
      return { ...evaluationObject(evaluation), ...(related.length > 0 ? { RelatedEvals: related } : {}) }
    },
    keep: { table: 'evaluations', key: id },
    missing: 'eval not found',
  })
}

export const getAllocations: Handler = (api, request, [id = '']) =>
  read(api, request, {
    find: (state) => seenRows(request, allocationsOfEvaluation(state, id)),
    tables: ['allocations'],
    body: (allocations) => allocations.map((row) => wireAllocationStub(row, { resources: false, taskStates: true })),
  })

// Evaluations over HTTP. Rules: client-surface §1.3.

import {
  allocationsOfEvaluation,
  type Evaluation,
  findEvaluation,
  listEvaluations,
  type Refusal,
  relatedEvaluations,
} from '@cutover/core'
import { seenRow, seenRows } from '../access.ts'
import { type Handler, read } from '../api.ts'
import { evaluationDatum, filterOf } from '../filtering.ts'
import { pageRequest } from '../paging.ts'
import { readOptions } from '../request.ts'
import { HttpError } from '../response.ts'
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
    body: ({ rows }) => rows.map(wireEvaluation),
    nextToken: ({ nextToken }) => nextToken,
  })
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
    missing: 'eval not found',
  })
}

export const getAllocations: Handler = (api, request, [id = '']) =>
  read(api, request, {
    find: (state) => seenRows(request, allocationsOfEvaluation(state, id)),
    tables: ['allocations'],
    body: (allocations) => allocations.map((row) => wireAllocationStub(row, { resources: false, taskStates: true })),
  })

// The list of job statuses: every job, or the ones that a body names, the newest change first. Rules: client-surface §1.2,
// semantics/4 §7.4.

import {
  isJsonObject,
  isRefusal,
  type Job,
  type PageOrder,
  type PageRequest,
  type Refusal,
  type State,
} from '@cutover/core'
import { filteredPage } from '@cutover/core/lists'
import { type Api, type Handler, read } from '../api.ts'
import { filterOf, jobDatum } from '../filtering.ts'
import { pageRequest } from '../paging.ts'
import { bodyFields, type HttpRequest, queryFlag, readOptions, textOf } from '../request.ts'
import { statusesBody } from '../request-bodies.ts'
import { HttpError, type HttpResponse } from '../response.ts'
import { type JobStatusParts, jobStatusParts, wireJobStatus } from '../wire/job-status.ts'

export const listAll: Handler = (api, request) =>
  answer(api, request, { names: undefined, includeChildren: queryFlag(request, 'include_children', { status: 400 }) })

export const listNamed: Handler = (api, request) => {
  if (request.body === '') return listAll(api, request, [])
  const { Jobs: jobs, IncludeChildren: withChildren } = decoded(request)
  if (!Array.isArray(jobs) || jobs.length === 0) throw new HttpError(400, 'no jobs in request')
  const names = new Set(jobs.filter(isJsonObject).map((job) => nameOf(textOf(job, 'Namespace'), textOf(job, 'ID'))))
  return answer(api, request, { names, includeChildren: withChildren === true })
}

function decoded(request: HttpRequest): ReturnType<typeof bodyFields> {
  try {
    return bodyFields(request, statusesBody)
  } catch (error) {
    if (error instanceof HttpError) throw new HttpError(400, `error decoding request: ${error.message}`)
    throw error
  }
}

interface Selection {
  /** The jobs that were asked for; undefined: all. */
  readonly names: ReadonlySet<string> | undefined
  readonly includeChildren: boolean
}

async function answer(api: Api, request: HttpRequest, selection: Selection): Promise<HttpResponse> {
  const { namespace } = readOptions(request)
  const sees = (owner: string): boolean => request.access?.sees(owner) ?? true
  const page = pageRequest(request)
  try {
    const { keeps = (): boolean => true } = filterOf(request, jobDatum)
    return await read(api, request, {
      find: (state) =>
        statuses(state, page, (job) =>
          isSelected(job, selection, namespace) && sees(job.namespace) ? keeps(job) : false,
        ),
      tables: ['jobs', 'allocations', 'deployments'],
      body: ({ rows }) => rows.map(wireJobStatus),
      nextToken: ({ nextToken }) => nextToken,
    })
  } catch (error) {
    throw asServerError(error)
  }
}

function isSelected(job: Job, { names, includeChildren }: Selection, namespace: string): boolean {
  if (namespace !== '*' && job.namespace !== namespace) return false
  if (names) return names.has(nameOf(job.namespace, job.id))
  return includeChildren || job.document.ParentID === ''
}

function nameOf(namespace: string, id: string): string {
  return JSON.stringify([namespace, id])
}

interface Statuses {
  readonly rows: readonly JobStatusParts[]
  readonly nextToken: string
}

// The index counts the first job of the next page too: Nomad has looked at it by then.
function statuses(
  state: State,
  { perPage, nextToken, reverse }: PageRequest,
  keeps: (job: Job) => boolean | Refusal,
): { readonly value: Statuses; readonly index: number } | Refusal {
  const ascending = [...state.tables.jobs].sort((a, b) => a.modifyIndex - b.modifyIndex)
  const request = { perPage: perPage > 0 ? perPage + 1 : 0, nextToken, reverse: !reverse }
  const page = filteredPage(ascending, byModification, { request, keeps })
  if (isRefusal(page)) return page
  const childrenOf = childrenIn(state)
  const rows = page.rows.map((job) => jobStatusParts(state, job, childrenOf))
  const next = perPage > 0 ? rows[perPage] : undefined
  const value = {
    rows: next ? rows.slice(0, perPage) : rows,
    nextToken: next ? String(next.job.modifyIndex) : '',
  }
  return { value, index: rows.reduce((highest, { index }) => Math.max(highest, index), 0) }
}

const byModification: PageOrder<Job> = {
  tokenOf: ({ modifyIndex }) => String(modifyIndex),
  compare: ({ modifyIndex }, token) => modifyIndex - Number(token),
}

function childrenIn({ tables }: State): (job: Job) => readonly Job[] {
  const children = new Map<string, Job[]>()
  for (const job of tables.jobs) {
    if (job.document.ParentID === '') continue
    const name = nameOf(job.namespace, job.document.ParentID)
    children.set(name, [...(children.get(name) ?? []), job])
  }
  return ({ namespace, id }) => children.get(nameOf(namespace, id)) ?? []
}

// Unlike the other lists this one tells of a bad filter with a 500.
function asServerError(error: unknown): unknown {
  return error instanceof HttpError && error.status === 400 ? new HttpError(500, error.message) : error
}

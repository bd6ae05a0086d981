// Services over HTTP: what running allocations offer. They come and go with their allocations, and cannot be deleted here.
// Rules: client-surface §1.2, §1.4.

import { createHash } from 'node:crypto'
import { type Allocation, jobKey } from '@cutover/core'
import { type Handler, read } from '../api.ts'
import { filterOf } from '../filtering.ts'
import { type HttpRequest, readOptions } from '../request.ts'
import { HttpError } from '../response.ts'
import type { Wire } from '../wire/encode.ts'
import { registeredServices, type ServiceRow } from '../wire/service.ts'

export const listAll: Handler = (api, request) => {
  const isWanted = inNamespaceOf(request)
  return read(api, request, {
    find: (state) => ({ value: registeredServices(state, isWanted), index: state.indexes['allocs'] }),
    tables: ['allocations'],
    body: namesByNamespace,
  })
}

export const getOne: Handler = (api, request, [name = '']) => {
  const choice = choiceOf(request)
  const isWanted = inNamespaceOf(request)
  const { keeps = (): boolean => true } = filterOf<ServiceRow>(request, (row) => row)
  return read(api, request, {
    find: (state) => {
      const rows = registeredServices(state, isWanted).filter(({ ServiceName }) => ServiceName === name)
      return {
        value: chosen(
          rows.filter((row) => keeps(row) === true),
          choice,
        ),
        index: state.indexes['allocs'],
      }
    },
    tables: ['allocations'],
    body: (rows) => rows,
  })
}

export const ofJob: Handler = (api, request, [id = '']) => {
  const { namespace } = readOptions(request)
  return read(api, request, {
    find: (state) => {
      if (!state.tables.jobs.has(jobKey(namespace, id))) return { value: undefined, index: 0 }
      const isWanted = (row: Allocation): boolean => row.jobId === id && row.namespace === namespace
      return { value: registeredServices(state, isWanted), index: state.indexes['allocs'] }
    },
    tables: ['allocations', 'jobs'],
    body: (rows) => rows ?? null,
    missing: 'job not found',
  })
}

export const remove: Handler = (api, request, [name = '', id = '']) => {
  request.access?.permit()
  const rows = registeredServices(api.engine.read(), inNamespaceOf(request))
  const isKnown = rows.some(({ ServiceName, ID }) => ServiceName === name && ID === id)
  if (!isKnown) throw new HttpError(500, 'service registration not found')
  throw new HttpError(501, 'on this server a service goes with its allocation')
}

function inNamespaceOf(request: HttpRequest): (row: Allocation) => boolean {
  const { namespace } = readOptions(request)
  return (row) => (namespace === '*' || row.namespace === namespace) && (request.access?.sees(row.namespace) ?? true)
}

function namesByNamespace(rows: readonly ServiceRow[]): Wire {
  const namespaces = [...new Set(rows.map(({ Namespace }) => Namespace))].sort()
  return namespaces.map((namespace) => {
    const own = rows.filter(({ Namespace }) => Namespace === namespace)
    const names = [...new Set(own.map(({ ServiceName }) => ServiceName))]
    const services = names.map((name) => ({ ServiceName: name, Tags: tagsOf(own, name) }))
    return { Namespace: namespace, Services: services }
  })
}

function tagsOf(rows: readonly ServiceRow[], name: string): readonly string[] {
  const tags = rows
    .filter(({ ServiceName }) => ServiceName === name)
    .flatMap(({ Tags }) => (Array.isArray(Tags) ? Tags : []))
  return [...new Set(tags.map(String))].sort()
}

interface Choice {
  readonly count: number
  readonly key: string
}

// `choose=2|key`: the same key gets the same instances as long as they run.
function choiceOf({ query }: HttpRequest): Choice | undefined {
  const text = query.get('choose') ?? ''
  if (text === '') return undefined
  const [, count = '', key = ''] = /^(\d+)\|(.+)$/.exec(text) ?? []
  if (count === '' || Number(count) === 0)
    throw new HttpError(400, "failed to choose services: Parameter for choose must be in form '<number>|<key>'")
  return { count: Number(count), key }
}

function chosen(rows: readonly ServiceRow[], choice: Choice | undefined): readonly ServiceRow[] {
  if (!choice) return rows
  const rank = ({ ID }: ServiceRow): string => createHash('sha256').update(`${choice.key}\0${ID}`).digest('hex')
  return [...rows].sort((a, b) => (rank(a) < rank(b) ? -1 : 1)).slice(0, choice.count)
}

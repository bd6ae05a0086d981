// Services over HTTP: what running allocations registered with the servers. Rules: client-surface §1.2, §1.4.

import { createHash } from 'node:crypto'
import { jobKey, type ServiceRegistration, type State } from '@cutover/core'
import { type Handler, read, submit } from '../api.ts'
import { filterOf } from '../filtering.ts'
import { type HttpRequest, readOptions } from '../request.ts'
import { empty, HttpError } from '../response.ts'
import type { Wire } from '../wire/encode.ts'
import { wireService } from '../wire/service.ts'

export const listAll: Handler = (api, request) => {
  const isWanted = inNamespaceOf(request)
  return read(api, request, {
    find: (state) => ({ value: registered(state, isWanted), index: indexOf(state) }),
    tables: ['services'],
    body: namesByNamespace,
  })
}

export const getOne: Handler = (api, request, [name = '']) => {
  const choice = choiceOf(request)
  const isWanted = inNamespaceOf(request)
  const { keeps = (): boolean => true } = filterOf<ServiceRegistration>(request, wireService)
  return read(api, request, {
    find: (state) => {
      const rows = registered(state, (row) => row.serviceName === name && isWanted(row))
      const kept = rows.filter((row) => keeps(row) === true)
      return { value: chosen(kept, choice), index: indexOf(state) }
    },
    tables: ['services'],
    body: (rows) => rows.map(wireService),
  })
}

export const ofJob: Handler = (api, request, [id = '']) => {
  const { namespace } = readOptions(request)
  return read(api, request, {
    find: (state) => {
      if (!state.tables.jobs.has(jobKey(namespace, id))) return { value: undefined, index: 0 }
      const rows = registered(state, (row) => row.jobId === id && row.namespace === namespace)
      return { value: rows, index: indexOf(state) }
    },
    tables: ['services', 'jobs'],
    body: (rows) => rows?.map(wireService) ?? null,
    missing: 'job not found',
  })
}

export const ofAllocation: Handler = (api, request, [id = '']) =>
  read(api, request, {
    find: ({ tables, indexes }) => {
      const allocation = tables.allocations.get(id)
      if (!allocation) return { value: undefined, index: 0 }
      request.access?.permit(allocation.namespace)
      return { value: [...tables.services.by('allocation', id)].sort(byNameAndId), index: indexOf({ indexes }) }
    },
    tables: ['services', 'allocations'],
    body: (rows) => rows?.map(wireService) ?? null,
    missing: 'allocation not found',
  })

export const remove: Handler = async (api, request, [name = '', id = '']) => {
  request.access?.permit()
  const row = api.engine.read().tables.services.get(id)
  if (row?.serviceName !== name || !inNamespaceOf(request)(row))
    throw new HttpError(500, 'service registration not found')
  return submit(api, request, { type: 'DeleteServiceRegistrations', ids: [id] }, ({ index }) =>
    empty(200, { 'X-Nomad-Index': String(index) }),
  )
}

// A table that nobody has written yet is as new as the first entry.
function indexOf({ indexes }: Pick<State, 'indexes'>): number {
  return Math.max(indexes.service_registrations, 1)
}

type IsWanted = (row: ServiceRegistration) => boolean

function registered({ tables }: State, isWanted: IsWanted): readonly ServiceRegistration[] {
  return [...tables.services].filter(isWanted).sort(byNameAndId)
}

function byNameAndId(a: ServiceRegistration, b: ServiceRegistration): number {
  return `${a.serviceName}\0${a.id}` < `${b.serviceName}\0${b.id}` ? -1 : 1
}

function inNamespaceOf(request: HttpRequest): IsWanted {
  const { namespace } = readOptions(request)
  return (row) => (namespace === '*' || row.namespace === namespace) && (request.access?.sees(row.namespace) ?? true)
}

function namesByNamespace(rows: readonly ServiceRegistration[]): Wire {
  const namespaces = [...new Set(rows.map(({ namespace }) => namespace))].sort()
  return namespaces.map((namespace) => {
    const own = rows.filter((row) => row.namespace === namespace)
    const names = [...new Set(own.map(({ serviceName }) => serviceName))]
    const services = names.map((name) => ({ ServiceName: name, Tags: tagsOf(own, name) }))
    return { Namespace: namespace, Services: services }
  })
}

function tagsOf(rows: readonly ServiceRegistration[], name: string): readonly string[] {
  const tags = rows
    .filter(({ serviceName }) => serviceName === name)
    .flatMap(({ tags: own }) => (Array.isArray(own) ? own : []))
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

function chosen(rows: readonly ServiceRegistration[], choice: Choice | undefined): readonly ServiceRegistration[] {
  if (!choice) return rows
  const rank = ({ id }: ServiceRegistration): string =>
    createHash('sha256').update(`${choice.key}\0${id}`).digest('hex')
  return [...rows].sort((a, b) => (rank(a) < rank(b) ? -1 : 1)).slice(0, choice.count)
}

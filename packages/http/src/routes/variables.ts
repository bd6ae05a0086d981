// Variables: lists without their items, reads, and writes that may ask for the index they were last changed at. Locks are not kept.
// Rules: client-surface §1.4, and the public documentation of Nomad's variables.

import { type Found, isJsonObject, isRefusal, type JsonObject, jobKey, type State, type Variable } from '@cutover/core'
import { mayUseVariable } from '@cutover/core/access'
import { filteredPage } from '@cutover/core/lists'
import { openAccess } from '../access.ts'
import { type Api, type Handler, read, submit } from '../api.ts'
import { filterOf } from '../filtering.ts'
import { pageRequest } from '../paging.ts'
import { bodyFields, type HttpRequest, readOptions, textOf } from '../request.ts'
import { variableBody } from '../request-bodies.ts'
import { empty, HttpError, type HttpResponse, json } from '../response.ts'
import { wireVariable, wireVariableStub } from '../wire/variable.ts'

export const listAll: Handler = (api, request) => {
  const { namespace, prefix } = readOptions(request)
  const page = pageRequest(request)
  const { keeps: matches = (): boolean => true } = filterOf<Variable>(request, datumOf)
  const { permissions } = (request.access ?? openAccess).caller()
  const keeps: typeof matches = (row) => mayUseVariable(permissions, row, 'list', 'read') && matches(row)
  return read(api, request, {
    find: ({ tables, indexes }) => {
      const candidates =
        namespace === '*' ? tables.variables.values() : tables.variables.prefix(jobKey(namespace, prefix))
      const rows = [...candidates].filter(({ path }) => path.startsWith(prefix))
      const value = filteredPage(rows, byNamespaceAndPath, { request: page, keeps })
      return isRefusal(value) ? value : { value, index: Math.max(1, indexes.variables) }
    },
    tables: ['variables'],
    body: ({ rows }) => rows.map(wireVariableStub),
    nextToken: ({ nextToken }) => nextToken,
  })
}

function tokenOf({ namespace, path }: Named): string {
  return `${namespace}.${path}`
}

// Both hold ASCII only.
const byNamespaceAndPath = {
  tokenOf,
  compare: (row: Named, token: string): number => (tokenOf(row) < token ? -1 : tokenOf(row) > token ? 1 : 0),
}

type Named = Pick<Variable, 'namespace' | 'path'>

// The index of the table, which is never 0, where there is none.
function findVariable({ tables, indexes }: State, { namespace, path }: Named): Found<Variable | undefined> {
  const value = tables.variables.get(jobKey(namespace, path))
  return { value, index: value?.modifyIndex ?? Math.max(1, indexes.variables) }
}

export const getOne: Handler = (api, request, [path = '']) => {
  const { namespace } = readOptions(request)
  return read(api, request, {
    find: (state) => findVariable(state, { namespace, path: known(path) }),
    tables: ['variables'],
    body: (variable) => variable && wireVariable(variable),
    missing: 'variable not found',
  })
}

export const put: Handler = (api, request, [path = '']) => {
  refuseLocks(request)
  const body = bodyFields(request, variableBody)
  const items = body['Items']
  if (!isJsonObject(items) || Object.keys(items).length === 0)
    throw new HttpError(400, 'variable missing required Items object')
  const namespace = request.query.get('namespace') || textOf(body, 'Namespace') || 'default'
  checkPath(known(path))
  checkSize(items)
  return write(api, request, { namespace, path, items }, ({ index }, after) => {
    const { value } = findVariable(after, { namespace, path })
    return json(value ? wireVariable(value) : null, { 'X-Nomad-Index': String(index) })
  })
}

export const remove: Handler = (api, request, [path = '']) => {
  const { namespace } = readOptions(request)
  return write(api, request, { namespace, path: known(path), items: undefined }, ({ index }) =>
    empty(204, { 'X-Nomad-Index': String(index) }),
  )
}

type Written = Named & { readonly items: JsonObject | undefined }

async function write(
  api: Api,
  request: HttpRequest,
  variable: Written,
  respond: Parameters<typeof submit>[3],
): Promise<HttpResponse> {
  if (variable.namespace === '*') throw new HttpError(400, 'can not target wildcard ("*")namespace')
  const checkIndex = checkIndexOf(request)
  request.access?.permit(variable.namespace)
  refuseUnknown(api, variable)
  try {
    return await submit(api, request, { type: 'WriteVariable', ...variable, checkIndex }, respond)
  } catch (error) {
    if (!(error instanceof HttpError) || error.status !== 409) throw error
    return conflict(api, request, variable)
  }
}

function refuseUnknown(api: Api, { namespace, path }: Written): void {
  if (api.engine.read().tables.namespaces.has(namespace)) return
  const [shown, missing] = [JSON.stringify(path), JSON.stringify(namespace)]
  throw new HttpError(400, `variable ${shown} is in nonexistent namespace ${missing}`)
}

// Who may not read the variable does not learn its items this way.
function conflict(api: Api, { access = openAccess }: HttpRequest, variable: Written): HttpResponse {
  const { namespace, path } = variable
  const { value, index } = findVariable(api.engine.read(), variable)
  const nothing = { namespace, path, createIndex: 0, modifyIndex: 0 }
  const isOpen = mayUseVariable(access.caller().permissions, variable, 'read')
  const body = value ? (isOpen ? wireVariable(value) : wireVariableStub(value)) : wireVariableStub(nothing)
  return { ...json(body, { 'X-Nomad-Index': String(index) }), status: 409 }
}

function known(path: string): string {
  if (path === '') throw new HttpError(400, 'missing variable path')
  return path
}

function checkPath(path: string): void {
  if (!/^[a-zA-Z0-9-_~/]{1,128}$/.test(path)) throw new HttpError(400, `invalid path ${JSON.stringify(path)}`)
  const [top, second] = path.split('/')
  if (top !== 'nomad' || second === 'jobs' || second === 'job-templates') return
  if (second === undefined)
    throw new HttpError(
      400,
      '"nomad" is a reserved top-level directory path, but you may write variables to "nomad/jobs", "nomad/job-templates", or below',
    )
  throw new HttpError(
    400,
    'only paths at "nomad/jobs" or "nomad/job-templates" and below are valid paths under the top-level "nomad" directory',
  )
}

const bytesMax = 64 * 1_024

function checkSize(items: JsonObject): void {
  const bytes = Object.entries(items)
    .flat()
    .reduce<number>((sum, text) => sum + Buffer.byteLength(String(text)), 0)
  if (bytes > bytesMax) throw new HttpError(400, 'variables are limited to 64KiB in total size')
}

function checkIndexOf({ query }: HttpRequest): number | undefined {
  const text = query.get('cas')
  if (text === null) return undefined
  const index = Number(text)
  if (/^\d+$/.test(text) && Number.isSafeInteger(index)) return index
  throw new HttpError(400, `can not parse cas: strconv.ParseUint: parsing ${JSON.stringify(text)}: invalid syntax`)
}

function refuseLocks({ query }: HttpRequest): void {
  const operations = ['lock-acquire', 'lock-release', 'lock-renew']
  if (operations.some((name) => query.has(name)))
    throw new HttpError(
      501,
      'Variables are kept here without locks: acquiring, renewing and releasing them is not supported',
    )
}

// What a filter sees of a variable: never its items.
function datumOf(variable: Variable): JsonObject {
  const { CreateTime, ModifyTime, ...stub } = wireVariableStub(variable)
  return { ...stub, CreateTime: Number(CreateTime), ModifyTime: Number(ModifyTime) }
}

// Search by the beginnings of names, and by what names contain. Rules: client-surface §1.4.

import type { JsonObject, State } from '@cutover/core'
import type { Permissions } from '@cutover/core/access'
import { openAccess, permissionDenied } from '../access.ts'
import type { Api, Handler } from '../api.ts'
import { bodyFields, checkRegion, type HttpRequest, textOf } from '../request.ts'
import { fuzzySearchBody, searchBody } from '../request-bodies.ts'
import { HttpError, type HttpResponse, json, metaBody, metaHeaders } from '../response.ts'
import type { Wire } from '../wire/encode.ts'
import { maySearch, openSearch } from '../wire/search-access.ts'
import {
  contextSearches,
  type Findable,
  findablesWith,
  namesWithPrefix,
  type SearchContext,
  searchContexts,
} from '../wire/search-contexts.ts'

export const prefix: Handler = (api, request) => {
  const body = bodyFields(request, searchBody)
  const search = searchOf(api, request, body)
  const text = textOf(body, 'Prefix')
  const matches = new Map<string, Wire>()
  const truncations = new Map<string, boolean>()
  for (const context of search.contexts) {
    const found = namesWithPrefix(search.state, openSearch(search.permissions, context), {
      text,
      sees: seesIn(search, context),
    })
    if (!found) continue
    matches.set(context, found.ids.length > 0 ? found.ids : null)
    truncations.set(context, found.truncated)
  }
  return answer(search, matches, truncations)
}

const fuzzyTextMin = 2

export const fuzzy: Handler = (api, request) => {
  const body = fuzzyBody(request)
  const text = textOf(body, 'Text')
  const length = Buffer.byteLength(text)
  if (length < fuzzyTextMin)
    throw new HttpError(500, `fuzzy search query must be at least ${fuzzyTextMin} characters, got ${length}`)
  const search = searchOf(api, request, body)
  const matches = new Map<string, Wire>()
  const truncations = new Map<string, boolean>()
  for (const context of search.contexts) truncations.set(context, findIn(search, { context, text }, matches))
  return answer(search, matches, truncations)
}

interface Search {
  readonly state: State
  readonly permissions: Permissions
  readonly namespace: string
  readonly contexts: readonly SearchContext[]
}

function searchOf(api: Api, request: HttpRequest, body: JsonObject): Search {
  checkRegion(request, api.settings.region, textOf(body, 'Region'))
  const access = request.access ?? openAccess
  const { permissions } = access.caller()
  const context = textOf(body, 'Context')
  const contexts = searchContexts.filter((name) => context === 'all' || context === name)
  if (contexts.length === 0) {
    const known = `[${searchContexts.join(' ')}] or 'all' for all contexts`
    throw new HttpError(500, `context must be one of ${known}; got ${JSON.stringify(context)}`)
  }
  const namespace = request.query.get('namespace') || textOf(body, 'Namespace') || 'default'
  access.permit(namespace)
  const open = contexts.filter((name) => maySearch(permissions, name, namespace))
  if (context !== 'all' && open.length === 0) throw permissionDenied()
  return { state: api.engine.read(), permissions, namespace, contexts: open }
}

// Whether what lies in a namespace is looked at.
function seesIn({ namespace, permissions }: Search, context: SearchContext): (owner: string) => boolean {
  return (owner) => (namespace === '*' || owner === namespace) && maySearch(permissions, context, owner)
}

// Its fields beside text and context are Nomad's query options, whose name stands in error texts.
function fuzzyBody(request: HttpRequest): JsonObject {
  try {
    return bodyFields(request, fuzzySearchBody)
  } catch (error) {
    if (!(error instanceof HttpError)) throw error
    throw new HttpError(
      error.status,
      error.message.replace(/FuzzySearchRequest\.(?=Prefix|Namespace|Region)/, 'FuzzySearchRequest.QueryOptions.'),
    )
  }
}

interface Question {
  readonly context: SearchContext
  readonly text: string
}

// Answers whether there was more to look at.
function findIn(asked: Search, { context, text }: Question, matches: Map<string, Wire>): boolean {
  const { state, permissions } = asked
  const sees = seesIn(asked, context)
  const search = openSearch(permissions, context)
  if (!search.findables) {
    const found = namesWithPrefix(state, search, { text, sees })
    matches.set(
      context,
      (found?.ids ?? []).map((id) => ({ ID: id })),
    )
    return found?.truncated ?? false
  }
  const { found, truncated } = findablesWith(search.findables(state, sees), text)
  for (const kind of new Set(found.map((one) => one.kind)))
    matches.set(kind, found.filter((one) => one.kind === kind).map(wireFindable))
  return truncated
}

function wireFindable({ name, scope }: Findable): Wire {
  return { ID: name, Scope: scope.length > 0 ? scope : undefined }
}

function answer(
  { state, contexts }: Search,
  matches: ReadonlyMap<string, Wire>,
  truncations: ReadonlyMap<string, boolean>,
): HttpResponse {
  const index = contexts.reduce((highest, context) => Math.max(highest, contextSearches[context].index(state)), 0)
  const body = {
    ...metaBody(index, true),
    Matches: Object.fromEntries(matches),
    Truncations: Object.fromEntries(truncations),
  }
  return json(body, metaHeaders({ index }))
}

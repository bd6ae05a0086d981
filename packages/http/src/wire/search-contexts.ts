// What a search looks at, context by context: the names that begin with a text, and those that contain it.
// Rules: client-surface §1.4, §2.4.

import {
  type Allocation,
  fieldOf,
  isJsonObject,
  type Job,
  type Json,
  type JsonObject,
  type State,
  type Variable,
} from '@cutover/core'
import { uuidPrefixFault } from '@cutover/core/lists'

/** The contexts, in the order in which errors name them. */
export const searchContexts = [
  'allocs',
  'jobs',
  'nodes',
  'node_pools',
  'evals',
  'deployment',
  'plugins',
  'volumes',
  'scaling_policy',
  'vars',
  'namespaces',
  'host_volumes',
] as const

/** One of them. */
export type SearchContext = (typeof searchContexts)[number]

/** A name in the cluster. */
export interface Named {
  readonly id: string
  readonly namespace: string
}

/** Something that a fuzzy search may find: what is compared, and where it belongs. */
export interface Findable {
  /** Under which key it is answered. */
  readonly kind: string
  readonly name: string
  readonly scope: readonly string[]
}

/** Whether what lies in a namespace is looked at; what lies in none always is. */
export type Sees = (namespace: string) => boolean

/** How one context is searched. */
export interface ContextSearch {
  readonly index: (state: State) => number
  /** All names, in the order of the store. */
  readonly names: (state: State) => Iterable<Named>
  /** Ids are UUIDs: a text that cannot begin one leaves the context out. */
  readonly hasUuids: boolean
  /** What a fuzzy search compares, object by object; absent: it matches beginnings of names here too. */
  readonly findables?: (state: State, sees: Sees) => Iterable<readonly Findable[]>
}

const none = (): readonly never[] => []
const zeroIndex = (): number => 0
const global = { namespace: '' } as const

/** Every context's search. */
export const contextSearches: Readonly<Record<SearchContext, ContextSearch>> = {
  allocs: {
    index: ({ indexes }) => indexes.allocs,
    names: ({ tables }) => tables.allocations,
    hasUuids: true,
    findables: ({ tables }, sees) => mapped(seen(tables.allocations, sees), allocationFindables),
  },
  jobs: {
    index: ({ indexes }) => indexes.jobs,
    names: ({ tables }) => tables.jobs,
    hasUuids: false,
    findables: ({ tables }, sees) => mapped(seen(tables.jobs, sees), jobFindables),
  },
  nodes: {
    index: ({ indexes }) => indexes.nodes,
    names: ({ tables }) => mapped(tables.nodes, ({ id }) => ({ id, ...global })),
    hasUuids: true,
    findables: ({ tables }) => mapped(tables.nodes, ({ id, name }) => [{ kind: 'nodes', name, scope: [id] }]),
  },
  node_pools: {
    index: ({ indexes }) => indexes.node_pools,
    names: ({ tables }) => mapped(tables.nodePools, ({ name }) => ({ id: name, ...global })),
    hasUuids: false,
    findables: ({ tables }) => mapped(tables.nodePools, ({ name }) => [{ kind: 'node_pools', name, scope: [] }]),
  },
  evals: { index: ({ indexes }) => indexes.evals, names: ({ tables }) => tables.evaluations, hasUuids: true },
  deployment: {
    index: ({ indexes }) => indexes.deployment,
    names: ({ tables }) => tables.deployments,
    hasUuids: true,
  },
  plugins: { index: zeroIndex, names: none, hasUuids: false, findables: none },
  volumes: { index: zeroIndex, names: none, hasUuids: false },
  scaling_policy: {
    index: ({ indexes }) => indexes.scaling_policy,
    names: ({ tables }) => policiesOf(tables.jobs),
    hasUuids: false,
  },
  vars: {
    index: ({ indexes }) => indexes.variables,
    names: ({ tables }) => mapped(tables.variables, ({ namespace, path }) => ({ id: path, namespace })),
    hasUuids: false,
    findables: ({ tables }, sees) => mapped(seen(tables.variables, sees), variableFindables),
  },
  namespaces: {
    index: ({ indexes }) => indexes.namespaces,
    names: ({ tables }) => mapped(tables.namespaces, ({ name }) => ({ id: name, ...global })),
    hasUuids: false,
    findables: ({ tables }) => mapped(tables.namespaces, ({ name }) => [{ kind: 'namespaces', name, scope: [] }]),
  },
  host_volumes: { index: zeroIndex, names: none, hasUuids: false },
}

/** The most names that a context answers, and the most objects that a fuzzy search looks at. */
const resultsMax = 20

/** Names that begin with a text, and whether there were more; undefined when no name of the context can. */
export function namesWithPrefix(
  state: State,
  search: ContextSearch,
  { text, sees }: { readonly text: string; readonly sees: Sees },
): { readonly ids: readonly string[]; readonly truncated: boolean } | undefined {
  const stem = search.hasUuids ? evenPrefix(text) : text
  if (search.hasUuids && uuidPrefixFault(stem) !== undefined) return undefined
  const digits = stem.toLowerCase().replaceAll('-', '')
  const begins = search.hasUuids
    ? (id: string): boolean => id.replaceAll('-', '').startsWith(digits)
    : (id: string): boolean => id.startsWith(text)
  const found: string[] = []
  for (const { id } of seen(search.names(state), sees)) {
    if (begins(id)) found.push(id)
    if (found.length > resultsMax) break
  }
  const ids = found.slice(0, resultsMax).filter((id) => id.startsWith(text))
  return { ids, truncated: found.length > resultsMax }
}

/** What contains a text, whatever its case, and whether there was more to look at. */
export function findablesWith(
  objects: Iterable<readonly Findable[]>,
  text: string,
): { readonly found: readonly Findable[]; readonly truncated: boolean } {
  const wanted = text.toLowerCase()
  const matches: { readonly at: number; readonly findable: Findable }[] = []
  let seen = 0
  for (const findables of objects) {
    seen += 1
    if (seen > resultsMax) break
    for (const findable of findables) {
      const at = findable.name.toLowerCase().indexOf(wanted)
      if (at >= 0) matches.push({ at, findable })
    }
  }
  matches.sort((a, b) => a.at - b.at || a.findable.name.length - b.findable.name.length)
  return { found: matches.map(({ findable }) => findable), truncated: seen > resultsMax }
}

// UUIDs are looked up by whole bytes.
function evenPrefix(text: string): string {
  return text.replaceAll('-', '').length % 2 === 0 ? text : text.slice(0, -1)
}

function* seen<R extends { readonly namespace: string }>(rows: Iterable<R>, sees: Sees): Iterable<R> {
  for (const row of rows) if (row.namespace === '' || sees(row.namespace)) yield row
}

function* mapped<A, B>(rows: Iterable<A>, change: (row: A) => B): Iterable<B> {
  for (const row of rows) yield change(row)
}

function allocationFindables({ name, namespace, id }: Allocation): readonly Findable[] {
  return [{ kind: 'allocs', name, scope: [namespace, id] }]
}

function variableFindables({ namespace, path }: Variable): readonly Findable[] {
  return [{ kind: 'vars', name: path, scope: [namespace, path] }]
}

function* policiesOf(jobs: Iterable<Job>): Iterable<Named> {
  for (const { namespace, document } of jobs) {
    for (const { Scaling } of document.TaskGroups) {
      const id = fieldOf(Scaling, 'ID')
      if (typeof id === 'string') yield { id, namespace }
    }
  }
}

function jobFindables({ namespace, id, document }: Job): readonly Findable[] {
  const scope = [namespace, id]
  return [
    { kind: 'jobs', name: textIn(document, 'Name'), scope },
    ...document.TaskGroups.flatMap((group) => {
      const inside = [...scope, group.Name]
      return [
        { kind: 'groups', name: group.Name, scope },
        ...servicesIn(group, inside),
        ...group.Tasks.flatMap((task) => taskFindables(task, inside)),
      ]
    }),
  ]
}

function taskFindables(task: JsonObject, scope: readonly string[]): readonly Findable[] {
  const name = textIn(task, 'Name')
  const inside = [...scope, name]
  const config = fieldOf(task, 'Config')
  const parts = configParts.get(textIn(task, 'Driver'))
  const part = parts && isJsonObject(config) ? textIn(config, parts.key) : ''
  return [
    { kind: 'tasks', name, scope },
    ...servicesIn(task, inside),
    ...(parts && part !== '' ? [{ kind: parts.kind, name: part, scope: inside }] : []),
  ]
}

// What a driver's configuration names that is worth finding.
const configParts: ReadonlyMap<string, { readonly key: string; readonly kind: string }> = new Map([
  ['docker', { key: 'image', kind: 'images' }],
  ['podman', { key: 'image', kind: 'images' }],
  ['exec', { key: 'command', kind: 'commands' }],
  ['raw_exec', { key: 'command', kind: 'commands' }],
  ['java', { key: 'class', kind: 'classes' }],
])

function servicesIn(holder: JsonObject, scope: readonly string[]): readonly Findable[] {
  const services = fieldOf(holder, 'Services')
  if (!Array.isArray(services)) return []
  return services.map((service: Json) => ({ kind: 'services', name: textIn(service, 'Name'), scope }))
}

function textIn(value: Json | undefined, key: string): string {
  const text = fieldOf(value, key)
  return typeof text === 'string' ? text : ''
}

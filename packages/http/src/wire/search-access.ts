// What of a search's contexts is open to a caller: each context asks for rights of its own, and namespaces and node pools are found
// only by who may see them. Rules: the recorded stories `acl-*`, client-surface §2.3.

import {
  mayInNamespace,
  mayListVariables,
  mayRead,
  maySeeNamespace,
  maySeeNodePool,
  mayUseVariable,
  type NamespaceCapability,
  type Permissions,
} from '@cutover/core/access'
import {
  type ContextSearch,
  contextSearches,
  type Findable,
  type Named,
  type SearchContext,
} from './search-contexts.ts'

/** Whether a caller may search a context for what lies in a namespace. */
export function maySearch(permissions: Permissions, context: SearchContext, namespace: string): boolean {
  const capabilities = contextCapabilities[context]
  if (capabilities) return mayInNamespace(permissions, namespace, ...capabilities)
  switch (context) {
    case 'nodes':
      return mayRead(permissions, 'node')
    case 'namespaces':
      return maySeeNamespace(permissions, namespace)
    case 'node_pools':
      return permissions.management || permissions.nodePools.size > 0
    case 'vars':
      return mayListVariables(permissions, namespace)
    case 'plugins':
      return mayList(permissions)
    default:
      return permissions.management
  }
}

const contextCapabilities: { readonly [C in SearchContext]?: readonly NamespaceCapability[] } = {
  allocs: ['read-job'],
  jobs: ['read-job'],
  evals: ['read-job'],
  deployment: ['read-job'],
  scaling_policy: ['list-scaling-policies', 'read-job'],
  volumes: ['csi-list-volume', 'csi-read-volume', 'list-jobs', 'read-job'],
  host_volumes: ['host-volume-read'],
}

function mayList(permissions: Permissions): boolean {
  return mayRead(permissions, 'plugin') || permissions.single.get('plugin') === 'list'
}

/** The search of a context, over the names that a caller may see. */
export function openSearch(permissions: Permissions, context: SearchContext): ContextSearch {
  const whole = contextSearches[context]
  const maySee = sights[context]
  if (!maySee || permissions.management) return whole
  const { findables } = whole
  const isSeen = ([one]: readonly Findable[]): boolean => {
    const [namespace = ''] = one?.scope ?? []
    return one !== undefined && maySee(permissions, { id: one.name, namespace })
  }
  return {
    ...whole,
    names: (state) => only(whole.names(state), (named) => maySee(permissions, named)),
    ...(findables ? { findables: (state, sees) => only(findables(state, sees), isSeen) } : {}),
  }
}

const sights: { readonly [C in SearchContext]?: (permissions: Permissions, named: Named) => boolean } = {
  namespaces: (permissions, { id }) => maySeeNamespace(permissions, id),
  node_pools: (permissions, { id }) => maySeeNodePool(permissions, id),
  vars: (permissions, { id, namespace }) => mayUseVariable(permissions, { namespace, path: id }, 'list', 'read'),
}

function* only<T>(all: Iterable<T>, keeps: (one: T) => boolean): Iterable<T> {
  for (const one of all) if (keeps(one)) yield one
}

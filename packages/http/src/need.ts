// The forms that a route's need of permission has. What a caller needs is asked before the core is; what he sees of lists, and
// whether an object is there for him, follows from its namespace. Rules: client-surface §2.3, oracle/README-http §5.

import type { State } from '@cutover/core'
import {
  mayInNamespace,
  mayRead,
  mayWrite,
  type NamespaceCapability,
  type Permissions,
  type PolicyRules,
} from '@cutover/core/access'
import type { HttpRequest } from './request.ts'

/** What a need is judged by. */
export interface Asked {
  readonly permissions: Permissions
  readonly state: State
  readonly request: HttpRequest
  readonly params: readonly string[]
  /** The namespace that the request is for. */
  readonly namespace: string
}

/** What a route asks of its caller. */
export interface Need {
  readonly allows: (asked: Asked) => boolean
  /** Whether rows of a namespace are there for the caller; all are when absent. */
  readonly sees?: ((permissions: Permissions, namespace: string) => boolean) | undefined
  /** A token in the body counts when the headers have none. */
  readonly secretInBody?: boolean
  /** Asked before the handler looks at the request at all. */
  readonly first?: boolean
  /** What is answered to a token that is no UUID, before why it is no other token either; the usual refusal when absent. */
  readonly unreadable?: string
}

/** Nothing is asked, not even whether the token exists. */
export const nothing: Need = { allows: () => true, first: true }

/** A token that exists, or none; what is shown depends on it. */
export const anyCaller: Need = { allows: () => true }

/** A management token. */
export const management: Need = { allows: ({ permissions }) => permissions.management }

/** One of several capabilities in the namespace of the request. */
export function inNamespace(...capabilities: readonly NamespaceCapability[]): Need {
  return {
    allows: ({ permissions, namespace }) => mayInNamespace(permissions, namespace, ...capabilities),
    sees: (permissions, namespace) => mayInNamespace(permissions, namespace, ...capabilities),
  }
}

/** A capability in the namespace of the object that is found; what is not there is not asked for, so that the core can say so. */
export function where(
  namespaceOf: (state: State, id: string) => string | undefined,
  ...capabilities: readonly NamespaceCapability[]
): Need {
  return {
    allows: ({ permissions, state, params: [id = ''] }) => {
      const namespace = namespaceOf(state, id.toLowerCase())
      return namespace === undefined || mayInNamespace(permissions, namespace, ...capabilities)
    },
  }
}

type Single = keyof PolicyRules['single']

/** To read what there is one of: nodes, the agent, the operator's settings. */
export function reading(what: Single): Need {
  return { allows: ({ permissions }) => mayRead(permissions, what) }
}

/** To change what there is one of. */
export function writing(what: Single): Need {
  return { allows: ({ permissions }) => mayWrite(permissions, what) }
}

/** The same need, asked before the handler looks at the request. */
export function first(need: Need): Need {
  return { ...need, first: true }
}

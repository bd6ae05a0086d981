// Finds the route of a path. Ids may contain slashes: what stands behind them decides (client-surface §1.2).

import type { Handler } from './api.ts'

/** A path with its methods. `:name` stands for one or more segments. */
export interface Route {
  readonly path: string
  readonly methods: Readonly<Record<string, Handler>>
  /** One sentence for the API document. */
  readonly summary: string
}

/** A route and its parameters. */
export interface Match {
  readonly route: Route
  readonly params: readonly string[]
}

/** The first route that matches a decoded path; longer ones come before shorter ones in the table. */
export function matchRoute(routes: readonly Route[], path: string): Match | undefined {
  for (const { route, literals } of compiled(routes)) {
    const params = paramsOf(literals, path)
    if (params) return { route, params }
  }
  return undefined
}

interface Compiled {
  readonly route: Route
  /** What stands between the parameters. */
  readonly literals: readonly string[]
}

const compilations = new WeakMap<readonly Route[], readonly Compiled[]>()

function compiled(routes: readonly Route[]): readonly Compiled[] {
  const known = compilations.get(routes)
  if (known) return known
  const made = routes.map((route) => ({ route, literals: route.path.split(/:[a-z]+/) }))
  compilations.set(routes, made)
  return made
}

// `/v1/job/:id/versions/:tag/tag`: literals from both ends; a parameter between two literals is as long as it can be.
function paramsOf([head = '', ...rest]: readonly string[], path: string): readonly string[] | undefined {
  if (!path.startsWith(head)) return undefined
  if (rest.length === 0) return path === head ? [] : undefined
  const tail = rest[rest.length - 1] ?? ''
  if (!path.endsWith(tail) || path.length < head.length + tail.length) return undefined
  return split(path.slice(head.length, path.length - tail.length), rest.slice(0, -1))
}

function split(text: string, literals: readonly string[]): readonly string[] | undefined {
  const params: string[] = []
  let left = text
  for (const literal of literals) {
    const at = left.lastIndexOf(literal)
    if (at < 0) return undefined
    params.push(left.slice(0, at))
    left = left.slice(at + literal.length)
  }
  return [...params, left]
}

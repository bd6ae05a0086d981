// Finds the route of a path. Ids may contain slashes: what stands behind them decides (client-surface §1.2).

import type { Handler } from './api.ts'
import { HttpError } from './response.ts'

/** A path with its methods. `:name` stands for one or more segments. */
export interface Route {
  readonly path: string
  readonly methods: Readonly<Record<string, Handler>>
  /** One sentence for the API document. */
  readonly summary: string
}

/** A route and its decoded parameters. */
export interface Match {
  readonly route: Route
  readonly params: readonly string[]
}

/** The first route whose path matches; longer ones come before shorter ones in the table. */
export function matchRoute(routes: readonly Route[], path: string): Match | undefined {
  for (const route of routes) {
    const params = paramsOf(route.path, path)
    if (params) return { route, params: params.map(decodeParam) }
  }
  return undefined
}

// `/v1/job/:id/versions/:tag/tag`: literals from both ends; a parameter between two literals is as short as it can be.
function paramsOf(pattern: string, path: string): readonly string[] | undefined {
  const literals = pattern.split(/:[a-z]+/)
  const [head = '', ...rest] = literals
  if (!path.startsWith(head)) return undefined
  if (rest.length === 0) return path === head ? [] : undefined
  const tail = rest[rest.length - 1] ?? ''
  const middle = rest.slice(0, -1)
  if (!path.endsWith(tail) || path.length < head.length + tail.length) return undefined
  return split(path.slice(head.length, path.length - tail.length), middle)
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

function decodeParam(param: string): string {
  try {
    return decodeURIComponent(param)
  } catch {
    throw new HttpError(400, `invalid URL escape in ${JSON.stringify(param)}`)
  }
}

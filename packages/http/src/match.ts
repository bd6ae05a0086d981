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
  const section = sectionOf(path)
  const code = path.charCodeAt(section.length + 1)
  for (const compiled of sectionsOf(routes).get(section) ?? []) {
    if (compiled.code !== undefined && compiled.code !== code) continue
    const params = paramsOf(compiled, path)
    if (params) return { route: compiled.route, params }
  }
  return undefined
}

interface Compiled {
  readonly route: Route
  /** What stands before the first parameter. */
  readonly head: string
  /** What stands between the parameters. */
  readonly between: readonly string[]
  /** What stands behind the last parameter; undefined when there is none. */
  readonly tail: string | undefined
  /** The first character of the third segment, where that is no parameter: most routes are passed over by it. */
  readonly code: number | undefined
}

type Sections = ReadonlyMap<string, readonly Compiled[]>

const compilations = new WeakMap<readonly Route[], Sections>()

// Every route names its first two segments, so a path is only held against those that begin as it does.
function sectionsOf(routes: readonly Route[]): Sections {
  const known = compilations.get(routes)
  if (known) return known
  const made = new Map<string, Compiled[]>()
  for (const route of routes) {
    const section = sectionOf(route.path)
    if (section.includes(':')) throw new Error(`the route ${route.path} does not name its first two segments`)
    made.set(section, [...(made.get(section) ?? []), compile(route, section)])
  }
  compilations.set(routes, made)
  return made
}

function compile(route: Route, section: string): Compiled {
  const [head = '', ...rest] = route.path.split(/:[a-z]+/)
  const code = head.codePointAt(section.length + 1)
  return { route, head, between: rest.slice(0, -1), tail: rest.at(-1), code }
}

/** The first two segments of a path. */
function sectionOf(path: string): string {
  const second = path.indexOf('/', 1)
  const third = second < 0 ? -1 : path.indexOf('/', second + 1)
  return third < 0 ? path : path.slice(0, third)
}

// `/v1/job/:id/versions/:tag/tag`: literals from both ends; a parameter between two literals is as long as it can be.
function paramsOf({ head, between, tail }: Compiled, path: string): readonly string[] | undefined {
  if (tail === undefined) return path === head ? [] : undefined
  if (!path.startsWith(head) || !path.endsWith(tail) || path.length < head.length + tail.length) return undefined
  return split(path.slice(head.length, path.length - tail.length), between)
}

function split(text: string, literals: readonly string[]): readonly string[] | undefined {
  if (literals.length === 0) return [text]
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

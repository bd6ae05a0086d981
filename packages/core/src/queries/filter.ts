// Evaluates filters of Nomad's lists on objects in Nomad's own form. Rules: client-surface §2.6.

import { isJsonObject, type JsonObject } from '../json.ts'
import type { Refusal } from '../refusal.ts'
import { refuseAtDoor } from '../refusals/doors.ts'
import { type Expression, type Match, parseFilter, type Quantified } from './filter-syntax.ts'
import { equalsLiteral, type Fault, type Names, type Selected, select } from './filter-value.ts'

/** Whether an object passes, or why that cannot be told. */
export type Filter = (datum: JsonObject) => boolean | Refusal

/** A compiled regular expression, or what Go's compiler says against it. It must not take time exponential in its input. */
export type CompiledPattern = { readonly test: (text: string) => boolean } | { readonly fault: string }

/** Compiles the right side of `matches`. */
export type CompilePattern = (pattern: string) => CompiledPattern

/** Reads a filter; an empty text lets everything pass. */
export function readFilter(text: string, compile: CompilePattern): Filter | Refusal {
  if (text === '') return () => true
  const expression = parseFilter(text)
  if ('fault' in expression) return refuseAtDoor('filter-unreadable', expression.fault)
  const compileOnce = remembered(compile)
  return (datum) => {
    const outcome = evaluate(expression, { datum, names: new Map(), compile: compileOnce })
    return typeof outcome === 'boolean' ? outcome : refuseAtDoor('filter-fails', outcome.fault)
  }
}

function remembered(compile: CompilePattern): CompilePattern {
  const known = new Map<string, CompiledPattern>()
  return (pattern) => {
    const compiled = known.get(pattern) ?? compile(pattern)
    known.set(pattern, compiled)
    return compiled
  }
}

interface On {
  readonly datum: JsonObject
  readonly names: Names
  readonly compile: CompilePattern
}

function evaluate(expression: Expression, on: On): boolean | Fault {
  switch (expression.kind) {
    case 'match':
      return evaluateMatch(expression, on)
    case 'any':
    case 'all':
      return evaluateQuantified(expression, on)
    case 'not':
      return negate(evaluate(expression.inner, on))
    case 'and':
    case 'or': {
      const left = evaluate(expression.left, on)
      const decided = expression.kind === 'or'
      return left === decided || typeof left !== 'boolean' ? left : evaluate(expression.right, on)
    }
  }
}

function negate(outcome: boolean | Fault): boolean | Fault {
  return typeof outcome === 'boolean' ? !outcome : outcome
}

// A key that a map does not have is empty, and nothing else.
function evaluateMatch(match: Match, on: On): boolean | Fault {
  const found = select(match.path, on.datum, on.names)
  if ('fault' in found) return found
  const outcome = found.value === undefined ? isEmptiness(match) : compare(match, found, on.compile)
  return match.negated ? negate(outcome) : outcome
}

function isEmptiness({ operator }: Match): boolean {
  return operator === 'empty' || operator === 'nil'
}

function compare(match: Match, found: Selected, compile: CompilePattern): boolean | Fault {
  switch (match.operator) {
    case 'equals':
      return equalsLiteral(found, match.value)
    case 'contains':
      return contains(match, found)
    case 'matches':
      return matchesPattern(match, found, compile)
    case 'empty':
      return isEmpty(match, found)
    case 'nil':
      return isNil(match, found)
  }
}

function unfit({ path }: Match, { kind }: Selected, operation: string): Fault {
  return { fault: `cannot perform ${operation} operations on type ${typeName(kind)} for selector: "${path.join('.')}"` }
}

function typeName(kind: Selected['kind']): string {
  return kind === 'invalid' ? 'ptr' : kind
}

function isNil(match: Match, found: Selected): boolean | Fault {
  if (found.value === null) return true
  if (found.kind === 'slice' || found.kind === 'map') return false
  return found.kind === 'struct' ? false : unfit(match, found, 'is-nil')
}

function contains(match: Match, found: Selected): boolean | Fault {
  const { value = null, kind } = found
  if (typeof value === 'string') return value.includes(match.value)
  if (kind === 'map') return isJsonObject(value) && Object.hasOwn(value, match.value)
  if (kind !== 'slice') return unfit(match, found, 'in/contains')
  return Array.isArray(value) && value.some((item) => String(item) === match.value)
}

function matchesPattern(match: Match, { value, kind }: Selected, compile: CompilePattern): boolean | Fault {
  if (typeof value !== 'string') return { fault: `value of type ${typeName(kind)} is not convertible to []byte` }
  const compiled = compile(match.value)
  if ('fault' in compiled)
    return { fault: `failed to compile regular expression ${JSON.stringify(match.value)}: ${compiled.fault}` }
  return compiled.test(value)
}

function isEmpty(match: Match, found: Selected): boolean | Fault {
  const { value = null, kind } = found
  if (kind === 'string') return value === ''
  if (kind === 'slice') return !Array.isArray(value) || value.length === 0
  if (kind === 'map') return !isJsonObject(value) || Object.keys(value).length === 0
  return unfit(match, found, 'is-empty')
}

function evaluateQuantified(expression: Quantified, on: On): boolean | Fault {
  const found = select(expression.path, on.datum, on.names)
  if ('fault' in found) return found
  for (const names of bindings(expression, found, on.names)) {
    const outcome = evaluate(expression.inner, { ...on, names: new Map([...on.names, ...names]) })
    if (typeof outcome !== 'boolean') return outcome
    if (outcome === (expression.kind === 'any')) return outcome
  }
  return expression.kind === 'all'
}

// One name stands for the item of a list or the key of a map; two for position or key, and value.
function* bindings(
  { path, names: [first = '', second] }: Quantified,
  { value }: Selected,
  outer: Names,
): Iterable<Names> {
  const keys = Array.isArray(value) ? [...value.keys()].map(String) : isJsonObject(value) ? Object.keys(value) : []
  const [head = '', ...tail] = path
  const named = outer.get(head)
  const place = named && 'path' in named ? [...named.path, ...tail] : path
  for (const key of keys) {
    const item = { path: [...place, key] }
    if (second !== undefined)
      yield new Map<string, { readonly path: readonly string[] } | { readonly text: string }>([
        [first, { text: key }],
        [second, item],
      ])
    else yield new Map([[first, Array.isArray(value) ? item : { text: key }]])
  }
}

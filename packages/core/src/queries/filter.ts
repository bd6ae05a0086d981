// Evaluates filters of Nomad's lists on objects in Nomad's own form. Rules: client-surface §2.6.

import { isJsonObject, type Json, type JsonObject } from '../json.ts'
import { type Refusal, refuse } from '../refusal.ts'
import { type Expression, type Match, parseFilter, type Quantified } from './filter-syntax.ts'

/** Whether an object passes, or why that cannot be told. */
export type Filter = (datum: JsonObject) => boolean | Refusal

/** Reads a filter; an empty text lets everything pass. */
export function readFilter(text: string): Filter | Refusal {
  if (text === '') return () => true
  const expression = parseFilter(text)
  if ('fault' in expression) return refuse('filter-unreadable', expression.fault)
  return (datum) => {
    const outcome = evaluate(expression, datum)
    return typeof outcome === 'boolean' ? outcome : refuse('filter-fails', outcome.fault)
  }
}

interface Fault {
  readonly fault: string
}

function evaluate(expression: Expression, datum: JsonObject): boolean | Fault {
  switch (expression.kind) {
    case 'match':
      return evaluateMatch(expression, datum)
    case 'any':
    case 'all':
      return evaluateQuantified(expression, datum)
    case 'not':
      return negate(evaluate(expression.inner, datum))
    case 'and':
    case 'or': {
      const left = evaluate(expression.left, datum)
      const decided = expression.kind === 'or'
      return left === decided || typeof left !== 'boolean' ? left : evaluate(expression.right, datum)
    }
  }
}

function negate(outcome: boolean | Fault): boolean | Fault {
  return typeof outcome === 'boolean' ? !outcome : outcome
}

// Fields that are maps: a missing key there is no fault by itself, a missing field of anything else is.
const maps = new Set([
  'Meta',
  'TaskGroups',
  'TaskStates',
  'Env',
  'Attributes',
  'Drivers',
  'QueuedAllocations',
  'FailedTGAllocs',
])

function lookUp(path: readonly string[], datum: JsonObject): { readonly value: Json | undefined } | Fault {
  let value: Json = datum
  for (const [part, key] of path.entries()) {
    const next: Json | undefined = step(value, key)
    if (next !== undefined) {
      value = next
      continue
    }
    const inMap = part > 0 && maps.has(path[part - 1] ?? '')
    if (inMap && part === path.length - 1) return { value: undefined }
    const what = inMap
      ? `couldn't find key ${JSON.stringify(key)}`
      : `couldn't find key: struct field with name ${JSON.stringify(key)}`
    return { fault: `error finding value in datum: /${path.join('/')} at part ${part}: ${what}` }
  }
  return { value }
}

function step(value: Json, key: string): Json | undefined {
  if (Array.isArray(value)) return /^\d+$/.test(key) ? value[Number(key)] : undefined
  return isJsonObject(value) && Object.hasOwn(value, key) ? value[key] : undefined
}

function evaluateMatch(match: Match, datum: JsonObject): boolean | Fault {
  const found = lookUp(match.path, datum)
  if ('fault' in found) return found
  if (found.value === undefined) return match.negated
  const outcome = compare(match, found.value)
  return match.negated ? negate(outcome) : outcome
}

function compare(match: Match, found: Json): boolean | Fault {
  switch (match.operator) {
    case 'equals':
      return equals(match, found)
    case 'contains':
      return contains(found, match.value)
    case 'matches':
      return matchesPattern(found, match.value)
    case 'empty':
      return isEmpty(found)
    case 'nil':
      if (found === null) return true
      return typeof found === 'object' ? false : notNillable(match, found)
  }
}

function notNillable({ path }: Match, found: Json): Fault {
  const type = typeof found === 'string' ? 'string' : typeof found === 'boolean' ? 'bool' : 'int'
  return { fault: `cannot perform is-nil operations on type ${type} for selector: "${path.join('.')}"` }
}

function equals({ path, value }: Match, found: Json): boolean | Fault {
  if (typeof found === 'string') return found === value
  if (typeof found === 'boolean') return /^(?:1|t|T|TRUE|true|True)$/.test(value) === found
  if (typeof found !== 'number' && typeof found !== 'bigint') return false
  if (/^-?\d+$/.test(value)) return BigInt(value) === BigInt(found)
  const parser = /(?:Index|Version)$/.test(path.at(-1) ?? '') ? 'ParseUint' : 'ParseInt'
  const why = `strconv.${parser}: parsing ${JSON.stringify(value)}: invalid syntax`
  return { fault: `error getting match value in expression: ${why}` }
}

function contains(found: Json, value: string): boolean {
  if (typeof found === 'string') return found.includes(value)
  if (Array.isArray(found)) return found.some((item) => String(item) === value)
  return isJsonObject(found) && Object.hasOwn(found, value)
}

// Go's inline flags are not JavaScript's; the only one that clients send is taken off and given to the pattern as a flag.
function matchesPattern(found: Json, pattern: string): boolean | Fault {
  if (typeof found !== 'string') return false
  const insensitive = pattern.startsWith('(?i)')
  const expression = compile(insensitive ? pattern.slice(4) : pattern, insensitive ? 'iu' : 'u')
  return expression
    ? expression.test(found)
    : { fault: `failed to compile regular expression ${JSON.stringify(pattern)}` }
}

function compile(pattern: string, flags: string): RegExp | undefined {
  try {
    return new RegExp(pattern, flags)
  } catch {
    return undefined
  }
}

function isEmpty(found: Json): boolean {
  if (found === null || found === '') return true
  if (Array.isArray(found)) return found.length === 0
  return isJsonObject(found) && Object.keys(found).length === 0
}

function evaluateQuantified(expression: Quantified, datum: JsonObject): boolean | Fault {
  const found = lookUp(expression.path, datum)
  if ('fault' in found) return found
  for (const item of items(found.value, expression.names)) {
    const outcome = evaluate(expression.inner, { ...datum, ...item })
    if (typeof outcome !== 'boolean') return outcome
    if (outcome === (expression.kind === 'any')) return outcome
  }
  return expression.kind === 'all'
}

// One name stands for the item of a list or the key of a map; two for position or key, and value.
function items(value: Json | undefined, [first = '', second]: readonly string[]): readonly JsonObject[] {
  if (Array.isArray(value)) {
    return value.map((item, at) => (second === undefined ? { [first]: item } : { [first]: at, [second]: item }))
  }
  if (!isJsonObject(value)) return []
  return Object.entries(value).map(([key, item]) =>
    second === undefined ? { [first]: key } : { [first]: key, [second]: item },
  )
}

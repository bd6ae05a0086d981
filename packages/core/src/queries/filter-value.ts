// Finds what a selector of a filter names, and compares values as Go's types would. Rules: client-surface §2.6.

import { isJsonObject, type Json, type JsonObject } from '../json.ts'
import { type Kind, kindOf } from './filter-kinds.ts'

/** Why a filter cannot be evaluated on an object. */
export interface Fault {
  readonly fault: string
}

/** What a selector names; no value where a map has no such key. */
export interface Selected {
  readonly value: Json | undefined
  readonly kind: Kind
}

/** What the names of `any` and `all` stand for: a place in the object, or a key or position itself. */
export type Names = ReadonlyMap<string, { readonly path: readonly string[] } | { readonly text: string }>

/** Follows a selector. */
export function select(path: readonly string[], datum: JsonObject, names: Names): Selected | Fault {
  const [first = '', ...rest] = path
  const named = names.get(first)
  if (!named) return follow(path, datum)
  if ('path' in named) return follow([...named.path, ...rest], datum)
  return rest.length === 0 ? { value: named.text, kind: 'string' } : follow(path, datum)
}

function follow(path: readonly string[], datum: JsonObject): Selected | Fault {
  let found: Selected = { value: datum, kind: 'struct' }
  for (const [part, key] of path.entries()) {
    const next = step(found, key)
    if (typeof next !== 'string') {
      found = next
      continue
    }
    if (found.kind === 'map' && part === path.length - 1) return { value: undefined, kind: 'invalid' }
    const place = `error finding value in datum: /${path.join('/')}`
    return {
      fault: next.startsWith('invalid value kind')
        ? `${place}: at part ${part}, ${next}`
        : `${place} at part ${part}: ${next}`,
    }
  }
  return found
}

// The member, or what is wrong with its name.
function step({ value = null, kind }: Selected, key: string): Selected | string {
  if (kind === 'slice') return item(Array.isArray(value) ? value : [], key)
  if (kind !== 'map' && kind !== 'struct') return `invalid value kind: ${kind}`
  if (isJsonObject(value) && Object.hasOwn(value, key)) {
    const member = value[key] ?? null
    return { value: member, kind: kindOf(member, key) }
  }
  return kind === 'map'
    ? `couldn't find key ${JSON.stringify(key)}`
    : `couldn't find key: struct field with name ${JSON.stringify(key)}`
}

function item(list: readonly Json[], key: string): Selected | string {
  if (!/^\d+$/.test(key)) return `couldn't convert value ${JSON.stringify(key)} to type int`
  const value = list[Number(key)]
  if (value === undefined) return `index ${key} is out of range (length = ${list.length})`
  return { value, kind: kindOf(value, '') }
}

/** Whether a value equals a literal. */
export function equalsLiteral({ value = null, kind }: Selected, literal: string): boolean | Fault {
  if (kind === 'string') return value === literal
  const read = literalReaders[kind]
  if (!read) return { fault: 'unable to find suitable primitive comparison function for matching' }
  const wanted = read(literal)
  if (typeof wanted === 'object') return { fault: `error getting match value in expression: ${wanted.fault}` }
  return typeof wanted === 'bigint'
    ? wanted === BigInt(Number.isInteger(Number(value)) ? String(value) : 0)
    : wanted === value
}

const literalReaders: { readonly [K in Kind]?: (literal: string) => bigint | boolean | number | Fault } = {
  bool: readBoolean,
  int: (literal) => readInteger(literal, 'ParseInt'),
  int64: (literal) => readInteger(literal, 'ParseInt'),
  uint64: (literal) => readInteger(literal, 'ParseUint'),
  float64: readFloat,
}

const bounds = {
  ParseInt: {
    low: -(2n ** 63n),
    high: 2n ** 63n - 1n,
    shape: /^[+-]?(?:0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO]?[0-7]+|[1-9]\d*|0)$/,
  },
  ParseUint: { low: 0n, high: 2n ** 64n - 1n, shape: /^(?:0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO]?[0-7]+|[1-9]\d*|0)$/ },
} as const

function readInteger(literal: string, parser: keyof typeof bounds): bigint | Fault {
  const { low, high, shape } = bounds[parser]
  const fault = `strconv.${parser}: parsing ${JSON.stringify(literal)}: `
  if (!shape.test(literal)) return { fault: `${fault}invalid syntax` }
  const size = BigInt(literal.replace(/^[+-]/, '').replace(/^0(?=[0-7])/, '0o'))
  const value = literal.startsWith('-') ? -size : size
  return value < low || value > high ? { fault: `${fault}value out of range` } : value
}

function readBoolean(literal: string): boolean | Fault {
  if (/^(?:1|t|T|TRUE|true|True)$/.test(literal)) return true
  if (/^(?:0|f|F|FALSE|false|False)$/.test(literal)) return false
  return { fault: `strconv.ParseBool: parsing ${JSON.stringify(literal)}: invalid syntax` }
}

function readFloat(literal: string): number | Fault {
  const value = literal.trim() === literal && literal !== '' ? Number(literal) : Number.NaN
  return Number.isNaN(value)
    ? { fault: `strconv.ParseFloat: parsing ${JSON.stringify(literal)}: invalid syntax` }
    : value
}

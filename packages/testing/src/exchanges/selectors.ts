// Finds values in answers, and tells whether an answer is the one that a story waits for. Rules: oracle/README-http §2.

import { isList, isNumber, isObject, member, readTree, type Tree, writeTree } from './json-tree.ts'
import { filled } from './placeholders.ts'

/** One step into a value: a key, a position (from the end when negative), or the first list element with these members. */
export type Selector = string | number | Readonly<Record<string, string | number | boolean | null>>

type Plain = string | number | boolean | null | undefined

/** `[path, operator, value]`. */
export type Condition = readonly [readonly Selector[], Operator, Wanted]

type Operator = 'eq' | 'ne' | 'in' | 'ge' | 'gt' | 'len' | 'len_ge' | 'all'
type Wanted = Plain | readonly Plain[] | Readonly<Record<string, Plain | readonly Plain[]>>

/** What conditions look at. */
export interface Answer {
  readonly status: number
  readonly headers: readonly (readonly [string, string])[]
  readonly body: string
}

export type Values = ReadonlyMap<string, string>

/** The value at a path; undefined when there is none. */
export function select(value: Tree | undefined, path: readonly Selector[], values: Values): Tree | undefined {
  return path.reduce<Tree | undefined>((inner, selector) => selectOne(inner, selector, values), value)
}

function selectOne(value: Tree | undefined, selector: Selector, values: Values): Tree | undefined {
  if (typeof selector === 'object') {
    if (!isList(value)) return undefined
    return value.items.find((item) =>
      Object.entries(selector).every(([key, wanted]) => fits(item, key, wanted, values)),
    )
  }
  if (typeof selector === 'number') return isList(value) ? value.items.at(selector) : undefined
  if (selector === '#') return { kind: 'number', text: String(isList(value) ? value.items.length : 0) }
  if (selector === '@json') return typeof value === 'string' ? readTree(value) : undefined
  return member(value, selector)
}

function fits(item: Tree, key: string, wanted: Plain, values: Values): boolean {
  const found = select(item, key.split('.'), values)
  if (found === undefined) return wanted === null
  return plain(found) === (typeof wanted === 'string' ? filled(wanted, values) : wanted)
}

function plain(value: Tree | undefined): Plain {
  if (isNumber(value)) return Number(value.text)
  if (isList(value)) return value.items.length
  return isObject(value) ? writeTree(value) : value
}

/** Whether all conditions hold for an answer. */
export function holds(answer: Answer, conditions: readonly Condition[], values: Values): boolean {
  const body = readTree(answer.body)
  return conditions.every((condition) => holdsOne(answer, body, condition, values))
}

function holdsOne(answer: Answer, body: Tree | undefined, [path, operator, wish]: Condition, values: Values): boolean {
  const found = lookUp(answer, body, path, values)
  const wanted = typeof wish === 'string' ? filled(wish, values) : wish
  return operators[operator](found, wanted)
}

function lookUp(answer: Answer, body: Tree | undefined, path: readonly Selector[], values: Values): Tree | undefined {
  const [first, second] = path
  if (first === 'status' && path.length === 1) return { kind: 'number', text: String(answer.status) }
  if (first === 'header') return { kind: 'number', text: headerOf(answer, String(second)) ?? '0' }
  return select(body, path, values)
}

/** The value of a header, whatever the case of its name. */
export function headerOf({ headers }: Pick<Answer, 'headers'>, name: string): string | undefined {
  return headers.find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1]
}

const operators: Readonly<Record<Operator, (found: Tree | undefined, wanted: Wanted) => boolean>> = {
  eq: (found, wanted) => same(found, wanted),
  ne: (found, wanted) => !same(found, wanted),
  in: (found, wanted) => Array.isArray(wanted) && wanted.some((one: Plain) => same(found, one)),
  ge: (found, wanted) => plain(found) !== undefined && Number(plain(found)) >= Number(wanted),
  gt: (found, wanted) => plain(found) !== undefined && Number(plain(found)) > Number(wanted),
  len: (found, wanted) => itemsOf(found).length === wanted,
  len_ge: (found, wanted) => itemsOf(found).length >= Number(wanted),
  all: (found, wanted) => itemsOf(found).every((item) => hasAll(item, wanted)),
}

function same(found: Tree | undefined, wanted: Wanted): boolean {
  const value = plain(found)
  return value === wanted || (typeof value === 'number' && typeof wanted === 'string' && value === Number(wanted))
}

function itemsOf(value: Tree | undefined): readonly Tree[] {
  return isList(value) ? value.items : []
}

function hasAll(item: Tree, wanted: Wanted): boolean {
  if (typeof wanted !== 'object' || wanted === null) return false
  return Object.entries(wanted).every(([key, wish]) => {
    const value = plain(select(item, key.split('.'), new Map()) ?? null)
    return value === wish || (Array.isArray(wish) && wish.includes(value))
  })
}

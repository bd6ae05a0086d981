// The functions that expressions of a job file may call: pure ones only, no files, no clock, no chance.

import { isJsonObject, type Json } from '@cutover/core'
import { Fault } from './fault.ts'

type Call = (args: readonly Json[]) => Json

const calls: ReadonlyMap<string, Call> = new Map<string, Call>([
  ['abs', ([n]) => Math.abs(number(n))],
  ['ceil', ([n]) => Math.ceil(number(n))],
  ['floor', ([n]) => Math.floor(number(n))],
  ['max', (args) => Math.max(...args.map(number))],
  ['min', (args) => Math.min(...args.map(number))],
  ['upper', ([s]) => text(s).toUpperCase()],
  ['lower', ([s]) => text(s).toLowerCase()],
  ['trimspace', ([s]) => text(s).trim()],
  ['trimprefix', ([s, p]) => (text(s).startsWith(text(p)) ? text(s).slice(text(p).length) : text(s))],
  [
    'trimsuffix',
    ([s, p]) => (text(p) !== '' && text(s).endsWith(text(p)) ? text(s).slice(0, -text(p).length) : text(s)),
  ],
  ['replace', ([s, from, to]) => text(s).replaceAll(text(from), text(to))],
  ['split', ([separator, s]) => text(s).split(text(separator))],
  ['join', ([separator, ...lists]) => lists.flatMap(list).map(text).join(text(separator))],
  ['format', ([template, ...args]) => format(text(template), args)],
  ['concat', (lists) => lists.flatMap(list)],
  ['distinct', ([items]) => distinct(list(items))],
  ['toset', ([items]) => distinct(list(items))],
  ['tolist', ([items]) => list(items)],
  ['flatten', ([items]) => list(items).flatMap((item) => (Array.isArray(item) ? list(item) : [item]))],
  ['reverse', ([items]) => [...list(items)].reverse()],
  ['sort', ([items]) => list(items).map(text).sort()],
  ['range', (args) => range(args.map(number))],
  ['length', ([value]) => size(value)],
  ['element', ([items, n]) => list(items)[number(n) % Math.max(1, list(items).length)] ?? null],
  ['contains', ([items, wanted]) => list(items).some((item) => JSON.stringify(item) === JSON.stringify(wanted))],
  ['coalesce', (args) => args.find((arg) => arg !== null && arg !== '') ?? null],
  ['lookup', ([map, key, otherwise = null]) => object(map)[text(key)] ?? otherwise],
  ['merge', (maps) => Object.assign({}, ...maps.map(object))],
  ['keys', ([map]) => Object.keys(object(map)).sort()],
  [
    'values',
    ([map]) =>
      Object.keys(object(map))
        .sort()
        .map((key) => object(map)[key] ?? null),
  ],
  ['tostring', ([value]) => text(value)],
  ['tonumber', ([value]) => number(value)],
  ['tobool', ([value]) => value === true || value === 'true'],
  ['jsonencode', ([value = null]) => JSON.stringify(value)],
  ['jsondecode', ([value]) => JSON.parse(text(value))],
])

/** Calls a function; `near` is the call as it stands in the file. */
export function call(name: string, args: readonly Json[], near: string): Json {
  const found = calls.get(name)
  if (!found) throw new Fault(`Call to unknown function; There is no function named "${name}" here.`, near)
  try {
    return found(args)
  } catch (error) {
    throw new Fault(`Error in function call; ${error instanceof Error ? error.message : String(error)}.`, near)
  }
}

/** A value as text, as templates and functions read it. */
export function text(value: Json | undefined): string {
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint') return String(value)
  throw new Error('a string is required')
}

/** A value as a number. */
export function number(value: Json | undefined): number {
  const found = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  if (typeof found === 'number' && !Number.isNaN(found)) return found
  throw new Error('a number is required')
}

function list(value: Json | undefined): readonly Json[] {
  if (Array.isArray(value)) return value
  throw new Error('a list is required')
}

function object(value: Json | undefined): { readonly [key: string]: Json } {
  if (isJsonObject(value)) return value
  throw new Error('a map is required')
}

function distinct(items: readonly Json[]): readonly Json[] {
  return [...new Map(items.map((item) => [JSON.stringify(item), item])).values()]
}

function size(value: Json | undefined): number {
  if (typeof value === 'string') return [...value].length
  return Array.isArray(value) ? value.length : Object.keys(object(value)).length
}

const rangeMax = 1_024

function range(args: readonly number[]): readonly number[] {
  const [start = 0, end = 0, step = 1] = args.length === 1 ? [0, ...args] : args
  const items: number[] = []
  for (let n = start; step > 0 ? n < end : step < 0 && n > end; n += step) {
    if (items.length === rangeMax) throw new Error(`more than ${rangeMax} values`)
    items.push(n)
  }
  return items
}

function format(template: string, args: readonly Json[]): string {
  let next = 0
  return template.replace(/%(0?)(\d*)([sdvq%])/g, (_all, zero: string, width: string, verb: string) => {
    if (verb === '%') return '%'
    const arg = args[next++]
    if (arg === undefined) throw new Error(`not enough arguments for "%${verb}"`)
    const shown = verb === 'q' ? JSON.stringify(text(arg)) : verb === 'd' ? String(Math.trunc(number(arg))) : text(arg)
    return shown.padStart(Number(width), zero === '0' ? '0' : ' ')
  })
}

// Flattens blocks of a job document to names and texts, which is what a diff compares. A table of flatteners says which
// members a block shows, and how each reads when it is not set. Rules: semantics/4 §4.3.

import { isJsonList, isJsonObject, type Json, type JsonObject } from '../json.ts'
import { type Block, blockAt, listAt, valueAt } from './blocks.ts'

/** Adds some members of a block to a flat map. */
export type Flattener = (block: JsonObject, flat: Map<string, string>) => void

/** The flat map of a block; an absent block has no members at all, not even zero ones. */
export function flatten(block: Block, flatteners: readonly Flattener[]): ReadonlyMap<string, string> {
  const flat = new Map<string, string>()
  if (block) for (const flattener of flatteners) flattener(block, flat)
  return flat
}

/** Texts. */
export function texts(...names: readonly string[]): Flattener {
  return scalars(names, '')
}

/** Numbers, durations among them. */
export function numbers(...names: readonly string[]): Flattener {
  return scalars(names, '0')
}

/** Booleans. */
export function flags(...names: readonly string[]): Flattener {
  return scalars(names, 'false')
}

/** Optional scalars that read `nil` when they are absent. */
export function nilable(...names: readonly string[]): Flattener {
  return scalars(names, 'nil')
}

function scalars(names: readonly string[], unset: string): Flattener {
  return (block, flat) => {
    for (const name of names) flat.set(name, scalarText(valueAt(block, name), unset))
  }
}

/** Optional scalars that are not shown when they are absent. */
export function optional(...names: readonly string[]): Flattener {
  return shownIf(names, () => true)
}

/** Numbers that are not shown unless they are above zero. */
export function positive(...names: readonly string[]): Flattener {
  return shownIf(names, (value) => typeof value === 'number' && value > 0)
}

function shownIf(names: readonly string[], isShown: (value: Json) => boolean): Flattener {
  return (block, flat) => {
    for (const name of names) {
      const value = valueAt(block, name)
      if (value !== undefined && isShown(value)) flat.set(name, scalarText(value, ''))
    }
  }
}

/** Lists of texts as one text with commas, not shown when they are empty. */
export function joined(...names: readonly string[]): Flattener {
  return (block, flat) => {
    for (const name of names) {
      const list = listAt(block, name)
      if (list.length > 0) flat.set(name, list.map((value) => scalarText(value, '')).join(','))
    }
  }
}

/** The entries of maps, at any depth: `Meta[key]`, `Config[key][0]`. */
export function entries(...names: readonly string[]): Flattener {
  return (block, flat) => {
    for (const name of names) addMembers(blockAt(block, name), `${name}[`, ']', flat)
  }
}

/** The entries of one map under their bare keys, at any depth: `command`, `args[0]`. */
export function bareEntries(name: string): Flattener {
  return (block, flat) => addMembers(blockAt(block, name), '', '', flat)
}

function addMembers(map: Block, before: string, behind: string, flat: Map<string, string>): void {
  for (const [key, value] of Object.entries(map ?? {})) addDeep(value, before + key + behind, flat)
}

function addDeep(value: Json, name: string, flat: Map<string, string>): void {
  if (isJsonObject(value)) addMembers(value, `${name}[`, ']', flat)
  else if (isJsonList(value)) for (const [at, element] of value.entries()) addDeep(element, `${name}[${at}]`, flat)
  else flat.set(name, typeof value === 'number' ? floatText(value) : scalarText(value, 'nil'))
}

/** The text of a scalar; `unset` when there is none. Lists and blocks are no scalars and read as nothing. */
export function scalarText(value: Json | undefined, unset: string): string {
  return value === undefined || typeof value === 'object' ? unset : String(value)
}

/**
 * A number of an opaque map is a double to Nomad, which prints the shortest digits that identify it, with an exponent of at
 * least two digits when that is below -4 or above 20.
 */
function floatText(value: number): string {
  const [digits = '', exponent = '0'] = value.toExponential().split('e')
  const power = Number(exponent)
  if (power >= -4 && power < longestPlain) return String(value)
  return `${digits}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`
}

const longestPlain = 21

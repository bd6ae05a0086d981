// Builds rules that name the first difference between two blocks of job documents; a table of them says, in order, what forces
// allocations to be replaced. Rules: semantics/2 §3.2.

import { canonicalText } from '../canonical.ts'
import type { JsonObject } from '../json.ts'
import { blockAt, blocksAt, listAt, mapAt, nothing, valueAt } from './blocks.ts'
import { same } from './same.ts'

/** The label of the first difference between two blocks, or undefined. */
export type Difference = (before: JsonObject, after: JsonObject) => string | undefined

/** What is equal under a key, or not. */
export type Equal = (before: JsonObject, after: JsonObject, key: string) => boolean

/** The first difference of several rules. */
export function firstOf(rules: readonly Difference[]): Difference {
  return (before, after) => {
    for (const rule of rules) {
      const label = rule(before, after)
      if (label !== undefined) return label
    }
    return undefined
  }
}

/** One member, compared in one of the ways below. */
export function member(key: string, equal: Equal, label: string): Difference {
  return (before, after) => (equal(before, after, key) ? undefined : label)
}

/** Rules for the block under a key; a missing block is one without members. */
export function inside(key: string, rule: Difference): Difference {
  return (before, after) => rule(blockAt(before, key) ?? nothing, blockAt(after, key) ?? nothing)
}

/** Equal scalars; what is not set is empty, zero or false. */
export const scalar: Equal = (before, after, key) => {
  return (valueAt(before, key) || undefined) === (valueAt(after, key) || undefined)
}

/** Equal blocks or optional scalars; a present one without members differs from an absent one. */
export const block: Equal = (before, after, key) => same(valueAt(before, key), valueAt(after, key))

/** Equal maps. */
export const map: Equal = (before, after, key) => same(mapAt(before, key), mapAt(after, key))

/** Equal lists, in order. */
export const list: Equal = (before, after, key) => same(listAt(before, key), listAt(after, key))

/** Equal lists of blocks, in any order. */
export const set: Equal = (before, after, key) => same(sortedTexts(before, key), sortedTexts(after, key))

function sortedTexts(parent: JsonObject, key: string): readonly string[] {
  return blocksAt(parent, key).map(canonicalText).sort()
}

/** Equal presence of blocks, and equal listed members where both are present. */
export function blockOf(members: readonly (readonly [key: string, equal: Equal])[]): Equal {
  return (before, after, key) => {
    const left = blockAt(before, key)
    const right = blockAt(after, key)
    if (!left || !right) return left === right
    return members.every(([name, equal]) => equal(left, right, name))
  }
}

/** Maps with the same keys, and equal values by the given way. */
export function mapOf(equal: Equal): Equal {
  return (before, after, key) => {
    const left = mapAt(before, key) ?? nothing
    const right = mapAt(after, key) ?? nothing
    const names = Object.keys(left)
    if (names.length !== Object.keys(right).length) return false
    return names.every((name) => Object.hasOwn(right, name) && equal(left, right, name))
  }
}

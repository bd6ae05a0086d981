// Compares a value of an answer with the recorded one, member by member. Rules: oracle/README-http §4.

import type { Bindings } from './bindings.ts'
import {
  isList,
  isNumber,
  isObject,
  keysOf,
  kindOf,
  member,
  type Tree,
  type TreeList,
  type TreeObject,
  writeTree,
} from './json-tree.ts'
import { byState, byWhatTheyAre, ordersOf } from './lists.ts'
import { describesMachine, ignored, indexes, maps, weakIndexes } from './members.ts'
import { hasToken, isUuid, textDifference, translated } from './texts.ts'
import {
  cutBelowMicros,
  isCutBelowMicros,
  isNanoseconds,
  isRfc3339,
  nanosecondsDifference,
  rfc3339Difference,
} from './times.ts'

/** Where in an answer. */
export type Path = readonly (string | number)[]

/** One thing that differs. */
export interface Mismatch {
  readonly path: Path
  /** What kind of difference it is, in a word or two. */
  readonly what: string
  readonly expected: string
  readonly got: string
}

/** What is compared, and how. */
export interface Comparing {
  readonly bindings: Bindings
  /** The request's path without its query. */
  readonly endpoint: string
  readonly isWrite: boolean
  /** Pages are compared in place. */
  readonly isPaged: boolean
  readonly report: (mismatch: Mismatch) => void
}

interface Pair<T extends Tree = Tree> {
  readonly want: T
  readonly got: T
  readonly path: Path
  /** The key under which the value, or the list that holds it, stands. */
  readonly key: string
}

/** Reports every difference between two values. */
export function compareValues(on: Comparing, pair: Pair): void {
  const { want, got, path, key } = pair
  if (key === 'ConstraintFiltered') compareSums(on, pair)
  else if (kindOf(want) !== kindOf(got)) differ(on, pair, 'type')
  else if (ignored.has(key) || describesMachine(key, path, on.endpoint)) return
  else compareAlike(on, pair)
}

function compareAlike(on: Comparing, { want, got, path, key }: Pair): void {
  if (isNumber(want) && isNumber(got)) compareNumbers(on, { path, key, want: want.text, got: got.text })
  else if (typeof want === 'string' && typeof got === 'string') compareStrings(on, { path, key, want, got })
  else if (isObject(want) && isObject(got)) compareObjects(on, { path, key, want, got })
  else if (isList(want) && isList(got)) compareLists(on, { path, key, want, got })
  else if (want !== got) differ(on, { want, got, path, key }, 'value')
}

function differ({ report }: Comparing, { want, got, path }: Pair, what: string): void {
  report({ path, what, expected: writeTree(want), got: writeTree(got) })
}

function compareSums(on: Comparing, pair: Pair): void {
  if (kindOf(pair.want) !== kindOf(pair.got)) differ(on, pair, 'type')
  else if (sum(pair.want) !== sum(pair.got)) differ(on, pair, 'sum')
}

function sum(counts: Tree): number {
  if (!isObject(counts)) return 0
  return counts.members.reduce((total, [, count]) => total + (isNumber(count) ? Number(count.text) : 0), 0)
}

interface Spelled {
  readonly path: Path
  readonly key: string
  readonly want: string
  readonly got: string
}

function compareNumbers(on: Comparing, pair: Spelled): void {
  const { path, key, want, got } = pair
  if (indexes.has(key) && /^\d+$/.test(want) && /^\d+$/.test(got)) compareIndexes(on, pair, isAnchor(on, key))
  else if (want !== got && !arePorts(on, pair)) {
    const what = isNanoseconds(want) ? nanosecondsDifference(want, got, on.bindings) : numberDifference(on, want, got)
    if (what !== undefined) on.report({ path, what, expected: want, got })
  }
}

function numberDifference({ bindings }: Comparing, want: string, got: string): string {
  return bindings.chosen.has(want) && isCutBelowMicros(want, got) ? cutBelowMicros : 'number'
}

function isAnchor({ isWrite, endpoint }: Comparing, key: string): boolean {
  return !weakIndexes.has(key) && (key !== 'Index' || (isWrite && !endpoint.endsWith('/scale')))
}

function arePorts({ endpoint }: Comparing, { key, want, got }: Spelled): boolean {
  if (key === 'Port' && endpoint.startsWith('/v1/agent')) return true
  return ['Value', 'Port', 'To'].includes(key) && isDynamicPort(want) && isDynamicPort(got)
}

function isDynamicPort(text: string): boolean {
  return Number(text) >= 20_000 && Number(text) <= 32_000
}

/** Reports an index out of order. An anchor was made by one of the story's own writes. */
export function compareIndexes(on: Comparing, { path, key, want, got }: Spelled, isAnchored: boolean): void {
  const recorded = BigInt(want)
  const actual = BigInt(got)
  const { bindings, report } = on
  if ((recorded === 0n) !== (actual === 0n)) {
    if (!isOldTable(on, key, isAnchored, recorded, actual)) report({ path, what: 'index zero', expected: want, got })
    return
  }
  if (recorded === 0n || path.includes('CreatedEvals')) return
  const fits = isAnchored ? bindings.anchor(recorded, actual) : bindings.weak(recorded, actual)
  if (!fits) report({ path, what: 'index order', expected: want, got })
}

// The index of a table that the story has not written may be zero or anything older, unless the server is fresh.
function isOldTable({ bindings }: Comparing, key: string, isAnchored: boolean, ...both: [bigint, bigint]): boolean {
  const isTable = key === 'X-Nomad-Index' || key === 'Index'
  return isTable && !isAnchored && !bindings.isFresh && bindings.areFromBefore(...both)
}

function compareStrings(on: Comparing, { path, key, want, got }: Spelled): void {
  if (want === got && !hasToken(want)) return
  if ((key === 'NodeName' || key === 'Name') && on.bindings.areNodeNames(want, got)) return
  if (isRfc3339(want)) {
    const what = rfc3339Difference(want, got, on.bindings)
    if (what !== undefined) on.report({ path, what, expected: want, got })
    return
  }
  compareTexts(on, path, want, got)
}

/** Reports two texts that differ by more than bound names. */
export function compareTexts(on: Comparing, path: Path, want: string, got: string): void {
  const what = textDifference(want, got, on.bindings)
  if (what !== undefined) on.report({ path, what, expected: want, got })
}

function compareObjects(on: Comparing, pair: Pair<TreeObject>): void {
  const { want, got, path, key } = pair
  const wanted = keysOf(want)
  const found = keysOf(got)
  const missing = without(wanted, found)
  const extra = without(found, wanted)
  const isSame = missing.length + extra.length === 0
  if ((path.length > 0 && maps.has(key)) || (!isSame && hasBoundKeys(on, want, got))) compareMaps(on, pair)
  else {
    if (!isSame) reportKeys(on, path, missing, extra)
    else if (isSorted(wanted) && !isSorted(found)) reportOrder(on, path, wanted, found)
    compareMembers(on, pair, without(wanted, missing))
  }
}

function reportOrder({ report }: Comparing, path: Path, want: readonly string[], got: readonly string[]): void {
  report({ path, what: 'key order', expected: want.join(' '), got: got.join(' ') })
}

// Ids and creation indexes come first, so that names are bound by the most telling members.
function compareMembers(on: Comparing, { want, got, path }: Pair<TreeObject>, names: readonly string[]): void {
  const isReaped = member(want, 'Status') === 'canceled' && Boolean(member(want, 'TriggeredBy'))
  const telling = names.filter((name) => name === 'ID' || name === 'CreateIndex')
  for (const key of [...telling, ...without(names, telling)]) {
    if (isReaped && key === 'ModifyIndex') continue
    compareValues(on, { want: member(want, key) ?? null, got: member(got, key) ?? null, path: [...path, key], key })
  }
}

function isSorted(names: readonly string[]): boolean {
  return names.every((name, at) => at === 0 || (names[at - 1] ?? '') <= name)
}

function without(names: readonly string[], others: readonly string[]): readonly string[] {
  return names.filter((name) => !others.includes(name))
}

function reportKeys({ report }: Comparing, path: Path, missing: readonly string[], extra: readonly string[]): void {
  report({ path, what: 'keys', expected: missing.join(' '), got: extra.join(' ') })
}

function hasBoundKeys({ bindings }: Comparing, want: TreeObject, got: TreeObject): boolean {
  const isBound = (name: string): boolean =>
    hasToken(name) || bindings.renamings.some(([known]) => name.includes(known))
  return want.members.length === got.members.length && keysOf(want).some(isBound)
}

function compareMaps(on: Comparing, { want, got, path }: Pair<TreeObject>): void {
  const here = keysOf(want).map((name) => translated(name, on.bindings))
  const found = keysOf(got)
  const missing = keysOf(want).filter((_name, at) => !found.includes(here[at] ?? ''))
  const isSame = missing.length === 0 && found.length === here.length
  if (!isSame && found.length === here.length && keysOf(want).every(hasToken)) comparePositions(on, want, got, path)
  else {
    if (!isSame) reportKeys(on, path, missing, without(found, here))
    for (const [at, [key, value]] of want.members.entries()) {
      const other = member(got, here[at] ?? '')
      if (other !== undefined) compareValues(on, { want: value, got: other, path: [...path, key], key })
    }
  }
}

function comparePositions(on: Comparing, want: TreeObject, got: TreeObject, path: Path): void {
  for (const [at, [key, value]] of want.members.entries()) {
    const other = got.members[at]?.[1]
    if (other !== undefined) compareValues(on, { want: value, got: other, path: [...path, key], key })
  }
}

function compareLists(on: Comparing, pair: Pair<TreeList>): void {
  const { want, got, path, key } = pair
  if (want.items.length !== got.items.length)
    on.report({ path, what: 'length', expected: brief(want), got: brief(got) })
  else if (areUuids(want.items) && want.items.length > 1) compareSets(on, pair)
  else {
    const [wanted, found] = aligned(on, pair)
    for (const [at, item] of wanted.entries())
      compareValues(on, { want: item, got: found[at] ?? null, path: [...path, at], key })
  }
}

function brief(list: TreeList): string {
  const text = writeTree(list)
  return `${list.items.length}: ${text.length > 160 ? `${text.slice(0, 160)}…` : text}`
}

function areUuids(items: readonly Tree[]): boolean {
  return items.every((item) => typeof item === 'string' && isUuid(item))
}

function compareSets(on: Comparing, { want, got, path }: Pair<TreeList>): void {
  const wanted = want.items.map((item) => (typeof item === 'string' ? on.bindings.boundTo(item) : undefined))
  if (wanted.some((item) => item === undefined)) return
  const found = new Set(got.items)
  if (!wanted.every((item) => item !== undefined && found.has(item))) differ(on, { want, got, path, key: '' }, 'set')
}

type Both = readonly [readonly Tree[], readonly Tree[]]

function aligned(on: Comparing, { want, got, path, key }: Pair<TreeList>): Both {
  const both: Both = [want.items, got.items]
  if (want.items.length < 2 || on.endpoint.startsWith('/v1/scaling')) return both
  if (both.every((items) => items.every((item) => hasKeys(item, ['ID', 'CreateIndex'])))) {
    compareOrders(on, path, both)
    if (on.isPaged) return both
    return [byWhatTheyAre(want.items, on.bindings.renamings, 0), byWhatTheyAre(got.items, on.bindings.renamings, 1)]
  }
  const areRelated = key === 'Allocs' || key === 'RelatedEvals'
  if (!areRelated || !both.every((items) => items.every((item) => hasKeys(item, ['ID'])))) return both
  return [byState(want.items), byState(got.items)]
}

function hasKeys(item: Tree, keys: readonly string[]): boolean {
  return keys.every((key) => (member(item, key) ?? null) !== null)
}

function compareOrders({ report }: Comparing, path: Path, [want, got]: Both): void {
  const wanted = ordersOf(want)
  const found = ordersOf(got)
  if (wanted.size > 0 && ![...wanted].some((name) => found.has(name)))
    report({ path, what: 'list order', expected: [...wanted].join(' or '), got: [...found].join(' or ') || 'none' })
}

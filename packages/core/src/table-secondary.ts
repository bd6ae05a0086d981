// The secondary indexes of a table: for each a tree of groups, one group for each value, each holding the keys of its rows.
// The rows themselves are only in the table: a change that keeps a row's value costs an index nothing.

import { elementAt, sortable } from './order.ts'
import { createLeaf, type Edit, placeOf, type TreeNode, widthMax, widthMin } from './table-node.ts'
import { reshapeRoot } from './table-shape.ts'
import { type Change, changeOf, updateTree, writeOf } from './table-update.ts'
import { findRow, walk } from './table-walk.ts'

/** What a secondary index goes by. All functions are pure and depend on the rows alone. */
export interface SecondarySchema<R> {
  /** What a row is found under. Indexes that share the function share what it answers. */
  readonly value: (row: R) => string
  /** Which rows the index has: all, unless told. */
  readonly when?: (row: R) => boolean
  /** Whether a changed row surely keeps its value, by a look that costs less than the values do. */
  readonly keeps?: (before: R, after: R) => boolean
}

/** A secondary index and its name. */
export interface Secondary<R> {
  readonly name: string
  readonly value: (row: R) => string
  readonly when: (row: R) => boolean
  readonly keeps: (before: R, after: R) => boolean
}

/** The keys of the rows with one value: a sorted list while they are few, a tree of them beyond. */
type Group = readonly string[] | TreeNode<string>

/** The keys of one secondary index by value. */
export type Groups = TreeNode<Group>

/** The given indexes. */
export function secondariesOf<R>(
  schemas: Readonly<Record<string, SecondarySchema<R>>> | undefined,
): readonly Secondary<R>[] {
  return Object.entries(schemas ?? {}).map(([name, { value, when = always, keeps = never }]) => ({
    name,
    value,
    when,
    keeps,
  }))
}

function always(): boolean {
  return true
}

function never(): boolean {
  return false
}

/** An index without rows. */
export function noGroups(): Groups {
  return createLeaf<Group>([], [], noIndex, undefined)
}

const none: readonly string[] = []

/** How many rows have `value`. */
export function countOf(groups: Groups, value: string): number {
  const group = groupOf(groups, value)
  if (group === undefined) return 0
  return isList(group) ? group.length : group.size
}

/** The keys of the rows with `value`, in order. */
export function keysOf(groups: Groups, value: string): readonly string[] | IterableIterator<string> {
  const group = groupOf(groups, value)
  return group === undefined ? none : keysIn(group)
}

/** The keys of every row of the index, group by group in the order of their values. */
export function* walkGroups(groups: Groups): Generator<string, void, undefined> {
  for (const group of walk(groups, '', '')) yield* keysIn(group)
}

function groupOf(groups: Groups, value: string): Group | undefined {
  return findRow(groups, sortable(value))
}

function keysIn(group: Group): readonly string[] | IterableIterator<string> {
  return isList(group) ? group : walk(group, '', '')
}

/** Whether it is a list: one that is short, and there at once. */
export function isList(keys: readonly string[] | object): keys is readonly string[] {
  return Array.isArray(keys)
}

function noIndex(): number {
  return 0
}

/** The keys of every index after the table changed by `change`; the same list when none of them did. */
export function updateSecondaries<R>(
  all: readonly Secondary<R>[],
  groups: readonly Groups[],
  change: Change<R>,
): readonly Groups[] {
  let next: Groups[] | undefined
  const values: Values<R> = { of: undefined, old: '', wanted: '' }
  for (let place = 0; place < all.length; place += 1) {
    const own = elementAt(groups, place)
    const updated = updateGroups(elementAt(all, place), own, change, values)
    if (updated === own) continue
    next ??= groups.slice()
    next[place] = updated
  }
  return next ?? groups
}

/** What a row's value was and becomes, by the function that was asked last: indexes of one value follow each other. */
interface Values<R> {
  of: Secondary<R>['value'] | undefined
  old: string
  wanted: string
}

function updateGroups<R>(
  { value, when, keeps }: Secondary<R>,
  groups: Groups,
  change: Change<R>,
  values: Values<R>,
): Groups {
  const { before, after, key, edit } = change
  const was = before !== undefined && when(before)
  const is = after !== undefined && when(after)
  if (!was && !is) return groups
  if (was && is && keeps(before, after)) return groups
  if (values.of !== value) {
    values.of = value
    values.old = before === undefined ? '' : sortable(value(before))
    values.wanted = after === undefined ? '' : sortable(value(after))
  }
  const { old, wanted } = values
  if (was && is && old === wanted) return groups
  const left = was
    ? updateTree(
        groups,
        changeOf(old, (group) => without(group, key, edit), edit, noIndex),
      )
    : groups
  return is
    ? updateTree(
        left,
        changeOf(wanted, (group) => withKey(group, key, edit), edit, noIndex),
      )
    : left
}

function withKey(group: Group | undefined, key: string, edit: Edit | undefined): Group {
  if (group === undefined) return [key]
  if (!isList(group)) return updateTree(group, writeOf(key, key, edit, noIndex))
  const place = placeOf(group, key)
  if (group[place] === key) return group
  const keys = group.toSpliced(place, 0, key)
  return keys.length > widthMax ? reshapeRoot(createLeaf(keys, keys, noIndex, edit), { edit, indexOf: noIndex }) : keys
}

function without(group: Group | undefined, key: string, edit: Edit | undefined): Group | undefined {
  if (group === undefined) return undefined
  if (isList(group)) return listWithout(group, key)
  const rest = updateTree(group, writeOf<string>(key, undefined, edit, noIndex))
  return rest.size < widthMin ? [...walk(rest, '', '')] : rest
}

// Many values have one row only: such a group comes and goes as a whole.
function listWithout(keys: readonly string[], key: string): readonly string[] | undefined {
  const place = placeOf(keys, key)
  if (keys[place] !== key) return keys
  return keys.length === 1 ? undefined : keys.toSpliced(place, 1)
}

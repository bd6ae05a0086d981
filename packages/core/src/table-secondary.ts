// The secondary indexes of a table: for each a tree of groups, one group for each value, each holding a tree of its rows.
// Both are the tree of the table itself; a group's modify index is the highest of its rows.

import { sortable } from './order.ts'
import { createLeaf, elementAt, type TreeNode } from './table-node.ts'
import { type Change, updateTree, writeOf } from './table-update.ts'
import { findRow, walk } from './table-walk.ts'

/** The rows that have one value, by their primary keys. The modify index is kept apart, since an edit may change the tree in place. */
export interface Group<R> {
  readonly rows: TreeNode<R>
  readonly highest: number
}

/** What a secondary index goes by. */
export interface Secondary<R> {
  readonly name: string
  readonly read: (row: R) => string | undefined
  /** Whether its rows are those of the table. Otherwise they only tell the key: as they were when they got their value. */
  readonly isCurrent: boolean
  /** Whether a changed row surely keeps its value. */
  readonly keeps: Keeps<R> | undefined
}

/** The rows of one secondary index by value. */
export type Groups<R> = TreeNode<Group<R>>

type Values<R> = Readonly<Record<string, (row: R) => string | undefined>>
type Keeps<R> = (before: R, after: R) => boolean

/** The given indexes. */
export function secondariesOf<R>(
  values: Values<R> | undefined,
  keeps: Readonly<Record<string, Keeps<R>>> | undefined,
  isCurrent: boolean,
): Secondary<R>[] {
  return Object.entries(values ?? {}).map(([name, read]) => ({ name, read, isCurrent, keeps: keeps?.[name] }))
}

/** An index without rows. */
export function noGroups<R>(): Groups<R> {
  return createLeaf<Group<R>>([], [], highestOfGroup, undefined)
}

/** The group of rows with `value`, if there are any. */
export function groupOf<R>(groups: Groups<R>, value: string): Group<R> | undefined {
  return findRow(groups, sortable(value))
}

/** Every row of the index, group by group in the order of their values. */
export function* walkGroups<R>(groups: Groups<R>): Generator<R, void, undefined> {
  for (const group of walk(groups, '', '')) yield* walk(group.rows, '', '')
}

/** The rows of every index after the table changed by `change`; the same list when none of them did. */
export function updateSecondaries<R>(
  all: readonly Secondary<R>[],
  rows: readonly Groups<R>[],
  change: Change<R>,
): readonly Groups<R>[] {
  let next: Groups<R>[] | undefined
  for (let place = 0; place < all.length; place += 1) {
    const groups = elementAt(rows, place)
    const updated = updateSecondary(elementAt(all, place), groups, change)
    if (updated === groups) continue
    next ??= rows.slice()
    next[place] = updated
  }
  return next ?? rows
}

/** A row that keeps its value is replaced where it is, or left alone. */
function updateSecondary<R>(secondary: Secondary<R>, groups: Groups<R>, change: Change<R>): Groups<R> {
  const { read, isCurrent, keeps } = secondary
  const { before, after } = change
  if (!isCurrent && keeps !== undefined && before !== undefined && after !== undefined && keeps(before, after))
    return groups
  const old = before === undefined ? undefined : read(before)
  const wanted = after === undefined ? undefined : read(after)
  if (old === wanted && !isCurrent) return groups
  const left = old !== undefined && old !== wanted ? put(groups, old, undefined, change) : groups
  return wanted === undefined ? left : put(left, wanted, after, change)
}

function put<R>(groups: Groups<R>, value: string, row: R | undefined, change: Change<R>): Groups<R> {
  const key = sortable(value)
  const group = findRow(groups, key)
  const next = putInGroup(group, row, change)
  return next === group ? groups : updateTree(groups, writeOf(key, next, change.edit, highestOfGroup))
}

// Many values have one row only: such a group comes and goes as a whole.
function putInGroup<R>(group: Group<R> | undefined, row: R | undefined, change: Change<R>): Group<R> | undefined {
  const { key, edit, indexOf } = change
  if (group === undefined) return row === undefined ? undefined : groupOfRows(createLeaf([key], [row], indexOf, edit))
  if (row === undefined && group.rows.size === 1) return undefined
  const rows = updateTree(group.rows, writeOf(key, row, edit, indexOf))
  return rows === group.rows && rows.highest === group.highest ? group : groupOfRows(rows)
}

function groupOfRows<R>(rows: TreeNode<R>): Group<R> | undefined {
  return rows.size === 0 ? undefined : { rows, highest: rows.highest }
}

function highestOfGroup<R>(group: Group<R>): number {
  return group.highest
}

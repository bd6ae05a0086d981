// The nodes of a table's tree: leaves hold rows, branches hold nodes, both know their size and highest modify index.
// `keys` arrays are never changed in place, the other arrays only by the edit that owns the node.

import type { RowHash } from './hash.ts'
import { elementAt } from './order.ts'

/** An opaque object, fresh for each log entry: nodes made under it may be changed in place under the same one. */
export type Edit = object

/** The widest a node may be, and the narrowest a node other than the root may be. */
export const widthMax = 64
export const widthMin = 20

export interface Leaf<R> {
  readonly kind: 'leaf'
  keys: readonly string[]
  rows: R[]
  size: number
  highest: number
  hash: RowHash | undefined
  /** The earliest instant at which a row below is due; known only once somebody has asked for it. */
  due: number | undefined
  /** The hashes of the rows, null where not known; exists only once somebody has asked for the table's hash. */
  rowHashes: (RowHash | null)[] | undefined
  readonly owner: Edit | undefined
}

/**
 * `keys[i]` (i > 0) lies above every key of child `i - 1` and not above any key of child `i`. `keys[0]` is what the
 * parent has for this branch, which lets neighbours be joined as they are; on the left edge of the tree it says nothing.
 */
export interface Branch<R> {
  readonly kind: 'branch'
  keys: readonly string[]
  children: TreeNode<R>[]
  size: number
  highest: number
  hash: RowHash | undefined
  /** The earliest instant at which a row below is due; known only once somebody has asked for it. */
  due: number | undefined
  readonly owner: Edit | undefined
}

export type TreeNode<R> = Leaf<R> | Branch<R>

/** Reads a row's modify index. */
export type IndexOf<R> = (row: R) => number

export function createLeaf<R>(
  keys: readonly string[],
  rows: R[],
  indexOf: IndexOf<R>,
  owner: Edit | undefined,
): Leaf<R> {
  const highest = highestOfRows(rows, indexOf)
  return {
    kind: 'leaf',
    keys,
    rows,
    size: rows.length,
    highest,
    hash: undefined,
    due: undefined,
    rowHashes: undefined,
    owner,
  }
}

export function createBranch<R>(keys: readonly string[], children: TreeNode<R>[], owner: Edit | undefined): Branch<R> {
  const size = sizeOf(children)
  return { kind: 'branch', keys, children, size, highest: highestOf(children), hash: undefined, due: undefined, owner }
}

export function highestOfRows<R>(rows: readonly R[], indexOf: IndexOf<R>): number {
  let highest = 0
  for (const row of rows) highest = Math.max(highest, indexOf(row))
  return highest
}

export function highestOf<R>(children: readonly TreeNode<R>[]): number {
  let highest = 0
  for (const child of children) highest = Math.max(highest, child.highest)
  return highest
}

function sizeOf<R>(children: readonly TreeNode<R>[]): number {
  let size = 0
  for (const child of children) size += child.size
  return size
}

/** How many keys of the sorted list are below `key`: its place in a leaf, present or not. */
export function placeOf(keys: readonly string[], key: string): number {
  let low = 0
  let high = keys.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (elementAt(keys, middle) < key) low = middle + 1
    else high = middle
  }
  return low
}

/** Which child of a branch holds `key`, if any does. */
export function childPlaceOf(keys: readonly string[], key: string): number {
  let low = 1
  let high = keys.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (elementAt(keys, middle) <= key) low = middle + 1
    else high = middle
  }
  return low - 1
}

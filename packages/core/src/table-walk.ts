// Reads a table's tree: point lookups and walks in key order.
// A walk under way survives edits of the same tree: it sees every row that the edits do not touch.

import { elementAt } from './order.ts'
import { childPlaceOf, type IndexOf, placeOf, type TreeNode } from './table-node.ts'

/** The row under `key`. */
export function findRow<R>(root: TreeNode<R>, key: string): R | undefined {
  let node = root
  while (node.kind === 'branch') node = elementAt(node.children, childPlaceOf(node.keys, key))
  const place = placeOf(node.keys, key)
  return node.keys[place] === key ? node.rows[place] : undefined
}

/** The rows under the given keys, those that are there. */
export function rowsUnder<R>(root: TreeNode<R>, keys: readonly string[]): readonly R[] {
  const rows: R[] = []
  for (const key of keys) {
    const row = findRow(root, key)
    if (row !== undefined) rows.push(row)
  }
  return rows
}

/** The rows whose keys start with `prefix`, in key order: at once where they stand in one leaf, which is how it is for few. */
export function walkPrefix<R>(root: TreeNode<R>, prefix: string): Iterable<R> {
  let node = root
  while (node.kind === 'branch') node = elementAt(node.children, childPlaceOf(node.keys, prefix))
  const { keys, rows } = node
  const start = placeOf(keys, prefix)
  let end = start
  while (end < keys.length && elementAt(keys, end).startsWith(prefix)) end += 1
  return end < keys.length || node === root ? rows.slice(start, end) : walk(root, prefix, prefix)
}

/** The rows from `first` on whose keys start with `prefix`, in key order. */
export function* walk<R>(root: TreeNode<R>, first: string, prefix: string): Generator<R, void, undefined> {
  const waiting: TreeNode<R>[][] = [[root]]
  for (let node = nextNode(waiting); node !== undefined; node = nextNode(waiting)) {
    if (node.kind === 'branch') {
      // Children below the first key are left out; the rest wait in reverse, so that `pop` takes the lowest.
      waiting.push(node.children.slice(childPlaceOf(node.keys, first)).reverse())
      continue
    }
    const { keys, rows } = node
    for (let place = placeOf(keys, first); place < keys.length; place += 1) {
      if (!elementAt(keys, place).startsWith(prefix)) return
      yield elementAt(rows, place)
    }
  }
}

/** The rows whose modify index is above `index`, in key order; subtrees without one are not entered. */
export function* walkChanged<R>(root: TreeNode<R>, index: number, indexOf: IndexOf<R>): Generator<R, void, undefined> {
  const waiting: TreeNode<R>[][] = [[root]]
  for (let node = nextNode(waiting); node !== undefined; node = nextNode(waiting)) {
    if (node.highest <= index) continue
    if (node.kind === 'branch') {
      waiting.push(node.children.filter((child) => child.highest > index).reverse())
      continue
    }
    for (const row of node.rows) if (indexOf(row) > index) yield row
  }
}

function nextNode<R>(waiting: TreeNode<R>[][]): TreeNode<R> | undefined {
  for (let level = waiting.at(-1); level !== undefined; level = waiting.at(-1)) {
    const node = level.pop()
    if (node !== undefined) return node
    waiting.pop()
  }
  return undefined
}

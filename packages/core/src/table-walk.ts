// Reads a table's tree: point lookups, walks in key order, and answers about a range of keys.
// A range is given by a first key and a prefix that every key of it must have.

import { childPlaceOf, elementAt, type IndexOf, placeOf, type TreeNode } from './table-node.ts'

/** The row under `key`. */
export function findRow<R>(root: TreeNode<R>, key: string): R | undefined {
  let node = root
  while (node.kind === 'branch') node = elementAt(node.children, childPlaceOf(node.keys, key))
  const place = placeOf(node.keys, key)
  return node.keys[place] === key ? node.rows[place] : undefined
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

/** How many keys of the tree are below `key`. */
export function countBelow<R>(root: TreeNode<R>, key: string): number {
  let node = root
  let count = 0
  while (node.kind === 'branch') {
    const place = childPlaceOf(node.keys, key)
    for (let i = 0; i < place; i += 1) count += elementAt(node.children, i).size
    node = elementAt(node.children, place)
  }
  return count + placeOf(node.keys, key)
}

/** The highest modify index of the keys at or above `first` and below `end`; 0 when there is none. */
export function highestBetween<R>(node: TreeNode<R>, first: string, end: string, indexOf: IndexOf<R>): number {
  let highest = 0
  if (node.kind === 'leaf') {
    const last = placeOf(node.keys, end)
    for (let i = placeOf(node.keys, first); i < last; i += 1) highest = Math.max(highest, indexOf(elementAt(node.rows, i)))
    return highest
  }
  const from = childPlaceOf(node.keys, first)
  const last = childPlaceOf(node.keys, end)
  for (let i = from; i <= last; i += 1) {
    const child = elementAt(node.children, i)
    const isInside = i > from && i < last
    if (child.highest <= highest) continue
    highest = Math.max(highest, isInside ? child.highest : highestBetween(child, first, end, indexOf))
  }
  return highest
}

// The rows in which two tables of one kind differ, at a cost that follows their number: subtrees that both share are not entered.

import type { Table } from './table.ts'
import type { TreeNode } from './table-node.ts'

/** A row that is not the same object in both tables; undefined where there is none. */
export interface RowDifference<R> {
  readonly before: R | undefined
  readonly after: R | undefined
}

/** The differences between two tables, in key order. */
export function differenceOf<R>(before: Table<R>, after: Table<R>): readonly RowDifference<R>[] {
  let left: readonly TreeNode<R>[] = [before.root]
  let right: readonly TreeNode<R>[] = [after.root]
  for (;;) {
    const shared = new Set(left)
    const common = new Set(right.filter((node) => shared.has(node)))
    left = left.filter((node) => !common.has(node))
    right = right.filter((node) => !common.has(node))
    if (left.every(isLeaf) && right.every(isLeaf)) return merge(left, right)
    // The taller side is opened first, so that nodes of one height stand beside each other.
    const [tall, other] = [heightOf(left), heightOf(right)]
    if (tall >= other) left = left.flatMap(childrenOf)
    if (other >= tall) right = right.flatMap(childrenOf)
  }
}

function isLeaf<R>(node: TreeNode<R>): boolean {
  return node.kind === 'leaf'
}

function childrenOf<R>(node: TreeNode<R>): readonly TreeNode<R>[] {
  return node.kind === 'branch' ? node.children : [node]
}

// All leaves of a tree are equally deep, so any node tells for its list.
function heightOf<R>(nodes: readonly TreeNode<R>[]): number {
  let height = 0
  for (let node = nodes[0]; node?.kind === 'branch'; node = node.children[0]) height += 1
  return height
}

function merge<R>(left: readonly TreeNode<R>[], right: readonly TreeNode<R>[]): readonly RowDifference<R>[] {
  const [before, after] = [rowsOf(left), rowsOf(right)]
  const keys = [...new Set([...before.keys(), ...after.keys()])].sort()
  const pairs = keys.map((key) => ({ before: before.get(key), after: after.get(key) }))
  return pairs.filter((pair) => pair.before !== pair.after)
}

function rowsOf<R>(leaves: readonly TreeNode<R>[]): ReadonlyMap<string, R> {
  const rows = new Map<string, R>()
  for (const leaf of leaves) {
    if (leaf.kind !== 'leaf') continue
    for (const [place, key] of leaf.keys.entries()) {
      const row = leaf.rows[place]
      if (row !== undefined) rows.set(key, row)
    }
  }
  return rows
}

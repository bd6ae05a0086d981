// The hash of a table's tree, summed from the rows up and remembered in every node until the node changes.

import { CanonicalTexts } from './canonical.ts'
import { addHashes, emptyHash, hashRow, type RowHash } from './hash.ts'
import { elementAt } from './order.ts'
import type { Leaf, TreeNode } from './table-node.ts'

/** The sum of the hashes of all rows below the node. Only nodes made since the last look are summed again. */
export function hashNode<R>(node: TreeNode<R>, texts: CanonicalTexts = new CanonicalTexts()): RowHash {
  if (node.hash !== undefined) return node.hash
  const hash =
    node.kind === 'leaf'
      ? hashLeaf(node, texts)
      : node.children.reduce((sum, child) => addHashes(sum, hashNode(child, texts)), emptyHash)
  node.hash = hash
  return hash
}

function hashLeaf<R>(leaf: Leaf<R>, texts: CanonicalTexts): RowHash {
  const known = leaf.rowHashes ?? leaf.rows.map(() => null)
  leaf.rowHashes = known
  let sum = emptyHash
  for (let place = 0; place < leaf.rows.length; place += 1) {
    const hash = known[place] ?? hashRow(elementAt(leaf.rows, place), texts)
    known[place] = hash
    sum = addHashes(sum, hash)
  }
  return sum
}

// One descent that finds a key, asks what its row becomes, and rebuilds the path, or changes it in place where owned.
// Relies on `table-shape.ts` for splits and merges.

import { elementAt } from './order.ts'
import {
  type Branch,
  childPlaceOf,
  type Edit,
  highestOf,
  highestOfRows,
  type IndexOf,
  type Leaf,
  placeOf,
  type TreeNode,
} from './table-node.ts'
import { isMisshapen, reshapeChild, reshapeRoot } from './table-shape.ts'

/** One change of one key, on its way down and back: `before` and `after` are filled in at the leaf. */
export interface Change<R> {
  readonly key: string
  /** Undefined: `after` is what the row becomes, whatever was there. */
  readonly apply: ((row: R | undefined) => R | undefined) | undefined
  readonly edit: Edit | undefined
  readonly indexOf: IndexOf<R>
  before: R | undefined
  after: R | undefined
}

/** The change of `key` by `apply`, not yet made. */
export function changeOf<R>(
  key: string,
  apply: (row: R | undefined) => R | undefined,
  edit: Edit | undefined,
  indexOf: IndexOf<R>,
): Change<R> {
  return { key, apply, edit, indexOf, before: undefined, after: undefined }
}

/** The change that puts a row under `key`, or takes away what is there; not yet made. */
export function writeOf<R>(key: string, row: R | undefined, edit: Edit | undefined, indexOf: IndexOf<R>): Change<R> {
  return { key, apply: undefined, edit, indexOf, before: undefined, after: row }
}

/** The tree with the change applied; the same root when nothing changed or when the edit owns it. */
export function updateTree<R>(root: TreeNode<R>, change: Change<R>): TreeNode<R> {
  const next = updateNode(root, change)
  return change.before === change.after ? root : reshapeRoot(next, change)
}

function updateNode<R>(node: TreeNode<R>, change: Change<R>): TreeNode<R> {
  return node.kind === 'leaf' ? updateLeaf(node, change) : updateBranch(node, change)
}

function updateBranch<R>(branch: Branch<R>, change: Change<R>): Branch<R> {
  const place = childPlaceOf(branch.keys, change.key)
  const child = elementAt(branch.children, place)
  const { size, highest } = child
  const next = updateNode(child, change)
  if (change.before === change.after) return branch
  if (isMisshapen(next)) return reshapeChild(branch, place, next, change)
  const target = isOwned(branch, change.edit) ? branch : copyBranch(branch, change.edit)
  target.children[place] = next
  target.size += next.size - size
  target.hash = undefined
  target.due = undefined
  target.highest =
    next.highest >= target.highest || highest < target.highest
      ? Math.max(next.highest, target.highest)
      : highestOf(target.children)
  return target
}

function updateLeaf<R>(leaf: Leaf<R>, change: Change<R>): Leaf<R> {
  const place = placeOf(leaf.keys, change.key)
  const before = leaf.keys[place] === change.key ? elementAt(leaf.rows, place) : undefined
  const after = change.apply ? change.apply(before) : change.after
  change.before = before
  change.after = after
  if (before === after) return leaf
  const target = isOwned(leaf, change.edit) ? leaf : shareLeaf(leaf, change.edit)
  if (after === undefined) remove(target, place)
  else if (before === undefined) insert(target, place, change.key, after)
  else replace(target, place, after, leaf)
  target.hash = undefined
  target.due = undefined
  target.highest = highestAfter(target, change)
  return target
}

function highestAfter<R>(leaf: Leaf<R>, { before, after, indexOf }: Change<R>): number {
  const index = after === undefined ? 0 : indexOf(after)
  if (index >= leaf.highest) return index
  const stays = before === undefined || indexOf(before) < leaf.highest
  return stays ? leaf.highest : highestOfRows(leaf.rows, indexOf)
}

function replace<R>(leaf: Leaf<R>, place: number, row: R, from: Leaf<R>): void {
  if (leaf !== from) {
    leaf.rows = from.rows.slice()
    leaf.rowHashes = from.rowHashes?.slice()
  }
  leaf.rows[place] = row
  if (leaf.rowHashes) leaf.rowHashes[place] = null
}

// Inserting and removing make new arrays even in an owned leaf: `keys` may be shared with older leaves,
// and a walk under way keeps its place in the arrays it started with.
function insert<R>(leaf: Leaf<R>, place: number, key: string, row: R): void {
  leaf.keys = leaf.keys.toSpliced(place, 0, key)
  leaf.rows = leaf.rows.toSpliced(place, 0, row)
  if (leaf.rowHashes) leaf.rowHashes = leaf.rowHashes.toSpliced(place, 0, null)
  leaf.size += 1
}

function remove<R>(leaf: Leaf<R>, place: number): void {
  leaf.keys = leaf.keys.toSpliced(place, 1)
  leaf.rows = leaf.rows.toSpliced(place, 1)
  if (leaf.rowHashes) leaf.rowHashes = leaf.rowHashes.toSpliced(place, 1)
  leaf.size -= 1
}

function isOwned<R>(node: TreeNode<R>, edit: Edit | undefined): boolean {
  return edit !== undefined && node.owner === edit
}

// The arrays are still those of the old leaf: whoever changes them makes new ones.
function shareLeaf<R>(leaf: Leaf<R>, owner: Edit | undefined): Leaf<R> {
  const { keys, rows, size, highest, rowHashes } = leaf
  return {
    kind: 'leaf',
    keys,
    rows,
    size,
    highest,
    hash: undefined,
    due: undefined,
    rowHashes,
    owner,
  }
}

function copyBranch<R>(branch: Branch<R>, owner: Edit | undefined): Branch<R> {
  const { keys, children, size, highest } = branch
  return { kind: 'branch', keys, children: children.slice(), size, highest, hash: undefined, due: undefined, owner }
}

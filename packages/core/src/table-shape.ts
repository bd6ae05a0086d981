// Keeps the nodes of a table's tree between their narrowest and widest: splits, merges and the root's growth.
// It always builds new nodes and leaves the old ones whole, so that a walk under way loses no row.

import { elementAt } from './order.ts'
import {
  type Branch,
  createBranch,
  createLeaf,
  type Edit,
  type IndexOf,
  type TreeNode,
  widthMax,
  widthMin,
} from './table-node.ts'

/** Who edits, and how a row's modify index is read. */
export interface Editing<R> {
  readonly edit: Edit | undefined
  readonly indexOf: IndexOf<R>
}

/** Whether a node other than the root has to be split or merged. */
export function isMisshapen<R>(node: TreeNode<R>): boolean {
  return node.keys.length > widthMax || node.keys.length < widthMin
}

/** The root after an edit: one level higher when it grew too wide, one lower when a single child is left. */
export function reshapeRoot<R>(root: TreeNode<R>, editing: Editing<R>): TreeNode<R> {
  if (root.keys.length > widthMax) {
    const halves = split(root, editing)
    return createBranch(halves.map(firstKey), halves, editing.edit)
  }
  return root.kind === 'branch' && root.children.length === 1 ? elementAt(root.children, 0) : root
}

/** The branch with its misshapen new child at `place` split, or merged with a neighbour and split again if too wide. */
export function reshapeChild<R>(branch: Branch<R>, place: number, child: TreeNode<R>, editing: Editing<R>): Branch<R> {
  if (child.keys.length > widthMax) {
    return spliceChildren(branch, { place, count: 1, nodes: split(child, editing) }, editing.edit)
  }
  // A branch always has a second child: the root would have been lowered, the others have a least width.
  const left = Math.max(place - 1, 0)
  const merged =
    place > 0
      ? merge(elementAt(branch.children, left), child, editing)
      : merge(child, elementAt(branch.children, 1), editing)
  return spliceChildren(branch, { place: left, count: 2, nodes: split(merged, editing) }, editing.edit)
}

function split<R>(node: TreeNode<R>, editing: Editing<R>): TreeNode<R>[] {
  if (node.keys.length <= widthMax) return [node]
  const half = node.keys.length >>> 1
  const left = node.keys.slice(0, half)
  const right = node.keys.slice(half)
  if (node.kind === 'branch') {
    return [
      createBranch(left, node.children.slice(0, half), editing.edit),
      createBranch(right, node.children.slice(half), editing.edit),
    ]
  }
  return [
    createLeaf(left, node.rows.slice(0, half), editing.indexOf, editing.edit),
    createLeaf(right, node.rows.slice(half), editing.indexOf, editing.edit),
  ]
}

function merge<R>(left: TreeNode<R>, right: TreeNode<R>, editing: Editing<R>): TreeNode<R> {
  if (left.kind === 'leaf' && right.kind === 'leaf') {
    return createLeaf(left.keys.concat(right.keys), left.rows.concat(right.rows), editing.indexOf, editing.edit)
  }
  if (left.kind === 'branch' && right.kind === 'branch') {
    return createBranch(left.keys.concat(right.keys), left.children.concat(right.children), editing.edit)
  }
  throw new Error('table: neighbours of different heights')
}

interface Splice<R> {
  readonly place: number
  readonly count: number
  readonly nodes: readonly TreeNode<R>[]
}

function spliceChildren<R>(branch: Branch<R>, { place, count, nodes }: Splice<R>, edit: Edit | undefined): Branch<R> {
  const keys = branch.keys.slice()
  keys.splice(place + 1, count - 1, ...nodes.slice(1).map(firstKey))
  const children = branch.children.slice()
  children.splice(place, count, ...nodes)
  return createBranch(keys, children, edit)
}

function firstKey<R>(node: TreeNode<R>): string {
  return elementAt(node.keys, 0)
}

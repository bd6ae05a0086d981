// The rows of a table in the order of the instants at which they are due. Every node remembers the earliest of its subtree
// once somebody has asked for it, until the node changes: a change that nobody asks about costs nothing.

import { elementAt } from './order.ts'
import type { Branch, Leaf, TreeNode } from './table-node.ts'

/** When a row is due; zero when never. */
export type DueOf<R> = (row: R) => number

const never = Number.POSITIVE_INFINITY

/** The earliest instant of all rows below the node; infinite when none is ever due. Only nodes made since the last look are read. */
function earliestOf<R>(node: TreeNode<R>, dueOf: DueOf<R>): number {
  if (node.due !== undefined) return node.due
  let earliest = never
  if (node.kind === 'branch') for (const child of node.children) earliest = Math.min(earliest, earliestOf(child, dueOf))
  else
    for (const row of node.rows) {
      const due = dueOf(row)
      if (due !== 0 && due < earliest) earliest = due
    }
  node.due = earliest
  return earliest
}

/** A subtree or a row that is still to be visited. No key below it is lower than `key`, nothing in it is due before `due`. */
interface Visit<R> {
  readonly due: number
  readonly key: string
  readonly node: TreeNode<R> | undefined
  readonly row: R | undefined
}

/** What a walk goes by. */
export interface Due<R> {
  readonly dueOf: DueOf<R>
  /** Rows that are due later are left out, and so are the nodes that hold no others. */
  readonly until: number
}

/** Every row that is due by an instant, the earliest first, then in key order. Taking the first few enters few nodes. */
export function walkDue<R>(root: TreeNode<R>, due: Due<R>): IterableIterator<R> {
  const earliest = earliestOf(root, due.dueOf)
  return earliest === never || earliest > due.until ? [].values() : walkFrom(root, due)
}

// Most who ask want the first one only: it is found without ordering any others.
function* walkFrom<R>(root: TreeNode<R>, due: Due<R>): Generator<R, void, undefined> {
  const first = firstOf(root, due.dueOf)
  if (first.row === undefined) return
  yield first.row
  for (const visit of walk(root, due)) if (isBefore(first, visit) && visit.row !== undefined) yield visit.row
}

/** The row that is due earliest, of several the one with the lowest key; none where nothing is ever due. */
function firstOf<R>(root: TreeNode<R>, dueOf: DueOf<R>): Visit<R> {
  const due = earliestOf(root, dueOf)
  let node = root
  while (node.kind === 'branch') {
    const below = node.children.find((child) => earliestOf(child, dueOf) === due)
    if (below === undefined) return { due: never, key: '', node: undefined, row: undefined }
    node = below
  }
  const place = node.rows.findIndex((row) => dueOf(row) === due)
  return { due, key: node.keys[place] ?? '', node: undefined, row: node.rows[place] }
}

function* walk<R>(root: TreeNode<R>, due: Due<R>): Generator<Visit<R>, void, undefined> {
  const heap: Visit<R>[] = [{ due: earliestOf(root, due.dueOf), key: '', node: root, row: undefined }]
  for (let visit = pop(heap); visit !== undefined; visit = pop(heap)) {
    if (visit.node?.kind === 'leaf') enterLeaf(heap, visit.node, due)
    else if (visit.node) enterBranch(heap, { node: visit.node, key: visit.key }, due)
    else yield visit
  }
}

// The first key of a branch on the left edge says nothing: what its parent knows stands for it.
function enterBranch<R>(heap: Visit<R>[], from: { readonly node: Branch<R>; readonly key: string }, due: Due<R>): void {
  const { node } = from
  for (let place = 0; place < node.keys.length; place += 1) {
    const below = elementAt(node.children, place)
    const earliest = earliestOf(below, due.dueOf)
    if (earliest === never || earliest > due.until) continue
    const key = place === 0 ? from.key : elementAt(node.keys, place)
    push(heap, { due: earliest, key, node: below, row: undefined })
  }
}

function enterLeaf<R>(heap: Visit<R>[], leaf: Leaf<R>, { dueOf, until }: Due<R>): void {
  for (let place = 0; place < leaf.keys.length; place += 1) {
    const row = elementAt(leaf.rows, place)
    const due = dueOf(row)
    if (due !== 0 && due <= until) push(heap, { due, key: elementAt(leaf.keys, place), node: undefined, row })
  }
}

// A binary heap. A subtree comes before a row with the same key: the row may lie in it.

function isBefore<R>(a: Visit<R>, b: Visit<R>): boolean {
  if (a.due !== b.due) return a.due < b.due
  return a.key === b.key ? a.node !== undefined && b.node === undefined : a.key < b.key
}

function push<R>(heap: Visit<R>[], visit: Visit<R>): void {
  let place = heap.push(visit) - 1
  while (place > 0) {
    const above = (place - 1) >>> 1
    const parent = elementAt(heap, above)
    if (!isBefore(visit, parent)) break
    heap[place] = parent
    place = above
  }
  heap[place] = visit
}

function pop<R>(heap: Visit<R>[]): Visit<R> | undefined {
  const first = heap[0]
  const last = heap.pop()
  if (last === undefined || heap.length === 0) return first
  let place = 0
  for (let below = earlierBelow(heap, place); below !== undefined; below = earlierBelow(heap, place)) {
    const child = elementAt(heap, below)
    if (!isBefore(child, last)) break
    heap[place] = child
    place = below
  }
  heap[place] = last
  return first
}

function earlierBelow<R>(heap: readonly Visit<R>[], place: number): number | undefined {
  const left = heap[2 * place + 1]
  const right = heap[2 * place + 2]
  if (left === undefined) return undefined
  return right !== undefined && isBefore(right, left) ? 2 * place + 2 : 2 * place + 1
}

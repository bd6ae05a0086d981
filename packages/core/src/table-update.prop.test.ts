// The shape of a table's tree after growing to three levels and shrinking again: what each node promises about itself.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createLeaf, type TreeNode, widthMax, widthMin } from './table-node.ts'
import { changeOf, updateTree } from './table-update.ts'

interface Item {
  readonly key: string
  readonly index: number
}

const indexOf = (item: Item): number => item.index

/** Adds or removes `count` keys, starting at `from` and going in steps of `stride` around a circle of 4,001. */
interface Wave {
  readonly from: number
  readonly stride: number
  readonly count: number
  readonly adds: boolean
}

const wave: fc.Arbitrary<Wave> = fc.record({
  from: fc.nat(4000),
  stride: fc.constantFrom(1, 2, 4000, 1009),
  count: fc.constantFrom(0, 40, 400, 2500),
  adds: fc.boolean(),
})

function flow(root: TreeNode<Item>, { from, stride, count, adds }: Wave, edit: object | undefined): TreeNode<Item> {
  let tree = root
  for (let i = 0; i < count; i += 1) {
    const n = (from + i * stride) % 4001
    const key = String(n).padStart(4, '0')
    tree = updateTree(
      tree,
      changeOf(key, () => (adds ? { key, index: (n * 31) % 97 } : undefined), edit, indexOf),
    )
  }
  return tree
}

/** Checks a subtree whose keys lie from `low` on and below `high`; returns its height and its rows. */
function inspect(node: TreeNode<Item>, low: string, high: string): { readonly height: number; readonly rows: Item[] } {
  const { keys } = node
  const ordered = node.kind === 'leaf' ? keys : keys.slice(1)
  expect(ordered.every((key, i) => key >= low && key < high && (i === 0 || key > (ordered[i - 1] ?? '')))).toBe(true)
  if (node.kind === 'leaf') {
    expect(node.rows.map((row) => row.key)).toEqual(keys)
    return { height: 1, rows: node.rows }
  }
  if (low !== '') expect(keys[0]).toBe(low)
  const below = node.children.map((child, i) => inspect(child, keys[i] && i > 0 ? keys[i] : low, keys[i + 1] ?? high))
  for (const child of node.children) {
    expect(child.keys.length).toBeGreaterThanOrEqual(widthMin)
    expect(child.keys.length).toBeLessThanOrEqual(widthMax)
  }
  const heights = new Set(below.map((subtree) => subtree.height))
  expect(heights.size).toBe(1)
  const rows = below.flatMap((subtree) => subtree.rows)
  expect([node.size, node.highest]).toEqual([rows.length, Math.max(...rows.map(indexOf))])
  return { height: Math.max(...heights) + 1, rows }
}

test('after any waves of growth and decay every node is as wide, as deep and as well bounded as promised', () => {
  let heightMax = 0
  fc.assert(
    fc.property(fc.array(wave, { minLength: 3, maxLength: 8, size: 'max' }), fc.boolean(), (waves, owned) => {
      const edit = owned ? {} : undefined
      let root: TreeNode<Item> = createLeaf<Item>([], [], indexOf, undefined)
      for (const next of waves) {
        root = flow(root, next, edit)
        const { height, rows } = inspect(root, '', '~')
        expect(rows.length).toBe(root.size)
        expect(root.keys.length).toBeLessThanOrEqual(widthMax)
        heightMax = Math.max(heightMax, height)
      }
    }),
    { numRuns: 60 },
  )
  expect(heightMax).toBeGreaterThanOrEqual(3)
})

// Small cases of the table, all of them where the space is small, and its behaviour at the edges of its contract.

import fc from 'fast-check'
import { EmptyBTree } from 'sorted-btree'
import { expect, test } from 'vitest'
import { Table } from './table.ts'

interface Item {
  readonly id: string
  readonly owner: string | undefined
  readonly modifyIndex: number
}

const empty: Table<Item> = Table.empty<Item>({
  name: 'items',
  key: (item) => item.id,
  modifyIndex: (item) => item.modifyIndex,
  secondary: { owner: { value: (item) => item.owner ?? '', when: (item) => item.owner !== undefined } },
})

function item(n: number, modifyIndex = n, owner: string | undefined = `o${n % 3}`): Item {
  return { id: String(n).padStart(5, '0'), owner, modifyIndex }
}

function filled(numbers: readonly number[], edit?: object): Table<Item> {
  return numbers.reduce((table, n) => table.set(item(n), edit), empty)
}

function range(count: number): number[] {
  return Array.from({ length: count }, (_, n) => n)
}

function permutations(numbers: readonly number[]): number[][] {
  if (numbers.length === 0) return [[]]
  return numbers.flatMap((n) => permutations(numbers.filter((other) => other !== n)).map((rest) => [n, ...rest]))
}

test('the order of six insertions and of their deletions never shows', () => {
  const wanted = filled(range(6))
  for (const order of permutations(range(6))) {
    for (const edit of [undefined, {}]) {
      const table = filled(order, edit)
      expect([...table.values()]).toEqual([...wanted.values()])
      expect(table.hash()).toEqual(wanted.hash())
      const half = order.slice(0, 3).reduce((rest, n) => rest.delete(item(n).id, edit), table)
      expect([...half.values()].map((row) => row.modifyIndex)).toEqual(order.slice(3).sort())
    }
  }
})

test('a table of any size up to 300, grown upwards or downwards, can be emptied from either end', () => {
  for (let size = 0; size <= 300; size += 7) {
    for (const up of [true, false]) {
      const numbers = up ? range(size) : range(size).reverse()
      let table = filled(numbers, {})
      const first = table
      for (const [done, n] of range(size).entries()) {
        table = table.delete(item(n).id, {})
        expect(table.size).toBe(size - done - 1)
        expect(table.firstBy('owner', 'o1')).toEqual([...table.values()].find((row) => row.owner === 'o1'))
      }
      expect(table.highestIndex()).toBe(0)
      expect(table.hash()).toEqual(empty.hash())
      expect(first.size).toBe(size)
    }
  }
})

test('what changes nothing returns the same table', () => {
  const table = filled(range(100))
  const row = table.get('00007')
  expect(table.update('00007', (found) => found)).toBe(table)
  expect(table.delete('nothing')).toBe(table)
  expect(table.update('nothing', () => undefined)).toBe(table)
  expect(row && table.set(row)).toBe(table)
})

test('a row put under a key that is not its own is an error, as is asking an index for what it has not', () => {
  expect(() => empty.update('a', () => item(1))).toThrow('another key')
  expect(() => empty.by('colour', 'red')).toThrow('no index colour')
})

test('the highest index falls when the highest row goes or is replaced by a lower one', () => {
  const table = filled(range(1000))
  expect(table.highestIndex()).toBe(999)
  expect(table.delete('00999').highestIndex()).toBe(998)
  expect(table.set(item(999, 5)).highestIndex()).toBe(998)
})

test('an index lists its rows by value, then by primary key, without those that have no value', () => {
  const table = filled(range(50)).set({ id: 'none', owner: undefined, modifyIndex: 1 })
  const wanted = range(3).flatMap((value) => range(50).filter((n) => n % 3 === value))
  expect([...table.ordered('owner')].map((row) => row.modifyIndex)).toEqual(wanted)
})

test('an index follows a row from value to value, among few rows of a value and among many', () => {
  for (const size of [2, 63, 64, 65, 200]) {
    let table = range(size).reduce((rows, n) => rows.set(item(n, n, 'o1'), {}), empty)
    for (const n of range(size)) {
      table = table.set(item(n, n, 'o2'), {})
      expect([table.countBy('owner', 'o1'), table.countBy('owner', 'o2')]).toEqual([size - n - 1, n + 1])
      expect(table.firstBy('owner', 'o1')?.modifyIndex).toBe(n + 1 < size ? n + 1 : undefined)
    }
    expect([...table.by('owner', 'o2')].map((row) => row.modifyIndex)).toEqual(range(size))
  }
})

test('tables are compared by their rows in a test', () => {
  expect(filled([1, 2])).toEqual(filled([2, 1]))
  expect(filled([1, 2])).not.toEqual(filled([1, 3]))
  expect({ rows: filled([1, 2]) }).not.toStrictEqual({ rows: filled([1]) })
})

test('the hash shows a changed, a missing and a doubled row, before and after edits under one token', () => {
  const edit = {}
  const table = filled(range(200), edit)
  const hash = table.hash()
  expect(hash.count).toBe(200)
  expect(table.set(item(7, 8)).hash()).not.toEqual(hash)
  expect(table.delete('00007').hash()).not.toEqual(hash)
  const changed = table.set(item(7, 8), edit)
  expect(changed.hash()).toEqual(filled(range(200)).set(item(7, 8)).hash())
  expect(changed.set(item(7), edit).hash()).toEqual(hash)
})

test('equal rows hash equally after different histories', () => {
  const numbers = fc.uniqueArray(fc.nat(300), { maxLength: 200, size: 'max' })
  fc.assert(
    fc.property(numbers, numbers, fc.boolean(), (kept, extra, looks) => {
      const edit = {}
      let table = filled(extra, edit)
      for (const n of kept) {
        table = table.set(item(n, n + 1), edit).set(item(n), {})
        if (looks) table.hash()
      }
      for (const n of extra) if (!kept.includes(n)) table = table.delete(item(n).id, n % 2 ? edit : {})
      expect(table.hash()).toEqual(filled(kept).hash())
    }),
  )
})

test('a walk under way meets every row that edits under the same token leave alone, once and in order', () => {
  const edits = fc.array(fc.tuple(fc.nat(999), fc.boolean()), { minLength: 20, maxLength: 300, size: 'max' })
  fc.assert(
    fc.property(edits, fc.integer({ min: 1, max: 20 }), (changes, each) => {
      const edit = {}
      const numbers = range(500).map((n) => n * 2)
      let table = filled(numbers, edit)
      const waiting = [...changes]
      const touched = new Set(changes.map(([n]) => item(n).id))
      const seen: string[] = []
      for (const row of table.values()) {
        seen.push(row.id)
        for (const [n, sets] of waiting.splice(0, each)) {
          table = sets ? table.set(item(n, 7), edit) : table.delete(item(n).id, edit)
        }
      }
      const untouched = numbers.map((n) => item(n).id).filter((id) => !touched.has(id))
      expect(seen.filter((id) => !touched.has(id))).toEqual(untouched)
    }),
  )
})

test('a long run agrees with sorted-btree', () => {
  const operations = fc.array(fc.tuple(fc.nat(2000), fc.nat(9)), { minLength: 3000, maxLength: 3000, size: 'max' })
  fc.assert(
    fc.property(operations, (steps) => {
      const twin = EmptyBTree.clone()
      let table = empty
      for (const [n, kind] of steps) {
        const row = item(n, n + kind)
        if (kind < 5) twin.set(row.id, row)
        else twin.delete(row.id)
        table = kind < 5 ? table.set(row, {}) : table.delete(row.id, {})
      }
      expect([...table.values()]).toEqual([...twin.values()])
      expect([...table.from('01000')]).toEqual([...twin.values('01000')])
    }),
    { numRuns: 10 },
  )
})

// The rows of a table by what is due: against the same rows sorted, after edits in place, forks and looks in between.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Table } from './table.ts'

interface Item {
  readonly id: string
  readonly due: number
}

const empty: Table<Item> = Table.empty<Item>({
  name: 'items',
  key: (item) => item.id,
  modifyIndex: () => 0,
  due: (item) => item.due,
})

/** What a plain list says: rows that are ever due, by instant, then by key. */
function sorted(rows: ReadonlyMap<string, number>): readonly Item[] {
  const due = [...rows].filter(([, instant]) => instant !== 0)
  due.sort(([a, left], [b, right]) => left - right || (a < b ? -1 : 1))
  return due.map(([id, instant]) => ({ id, due: instant }))
}

test('rows come by what is due, then by key, whatever was changed and looked at before', () => {
  const change = fc.record({ n: fc.nat(400), due: fc.option(fc.nat(6), { nil: undefined }), looks: fc.boolean() })
  fc.assert(
    fc.property(fc.array(change, { minLength: 300, maxLength: 900, size: 'max' }), fc.boolean(), (changes, owns) => {
      const rows = new Map<string, number>()
      const edit = {}
      let table = empty
      for (const { n, due, looks } of changes) {
        const id = String(n).padStart(3, '0')
        if (due === undefined) rows.delete(id)
        else rows.set(id, due)
        const token = owns ? edit : {}
        table = due === undefined ? table.delete(id, token) : table.set({ id, due }, token)
        if (looks) expect(table.byDue().next().value).toEqual(sorted(rows)[0])
      }
      expect([...table.byDue()]).toEqual(sorted(rows))
      for (const until of [0, 3, 6])
        expect([...table.byDue(until)]).toEqual(sorted(rows).filter(({ due }) => due <= until))
    }),
    { numRuns: 30 },
  )
})

test('a fork keeps its own order', () => {
  const before = [3, 1, 2].reduce((table, due) => table.set({ id: `r${due}`, due }), empty)
  expect([...before.byDue()].map((row) => row.id)).toEqual(['r1', 'r2', 'r3'])
  const after = before.set({ id: 'r1', due: 9 })
  expect([...after.byDue()].map((row) => row.id)).toEqual(['r2', 'r3', 'r1'])
  expect([...before.byDue()].map((row) => row.id)).toEqual(['r1', 'r2', 'r3'])
})

test('a table in which nothing is ever due says so', () => {
  const plain = Table.empty<Item>({ name: 'plain', key: (item) => item.id, modifyIndex: () => 0 })
  expect(() => plain.byDue()).toThrow('nothing is ever due')
})

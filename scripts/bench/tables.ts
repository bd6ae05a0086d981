// Measures the tables of the core beside `sorted-btree` and a copied Map: updates that are an entry each, batches,
// forks, reads and the hash, at 100,000 rows. Relies on `npm run bench`.
import { Table } from '@cutover/core'
import { EmptyBTree } from 'sorted-btree'
import { type Bench, coreTime, type Figure } from './bench.ts'

interface Item {
  readonly id: string
  readonly jobId: string
  readonly status: string
  readonly healthy: number
  readonly modifyIndex: number
}

const rows = 100_000
const ids = Array.from({ length: rows }, (_, i) => uuid(i))
const schema = {
  name: 'items',
  key: (row: Item): string => row.id,
  modifyIndex: (row: Item): number => row.modifyIndex,
}
const secondary = { job: { value: (row: Item): string => row.jobId } }

function idAt(place: number): string {
  return ids[place % rows] ?? ''
}

/** A UUID-like key that looks random and is the same in every run. */
function uuid(n: number): string {
  const words = [1, 2, 3, 4].map((salt) => {
    const mixed = Math.imul(Math.imul(n + salt * 0x9e3779b1, 0x85ebca6b) ^ (n >>> 7), 0xc2b2ae35)
    return ((mixed ^ (mixed >>> 15)) >>> 0).toString(16).padStart(8, '0')
  })
  const text = words.join('')
  return [text.slice(0, 8), text.slice(8, 12), text.slice(12, 16), text.slice(16, 20), text.slice(20)].join('-')
}

function item(id: string, n: number): Item {
  return { id, jobId: `job-${n % 1000}`, status: 'running', healthy: 0, modifyIndex: n }
}

/** Calls a second of one round of about `count` calls; the runner repeats and takes the median. */
function measure(what: string, count: number, round: (count: number) => void): Figure {
  round(Math.ceil(count / 10))
  const start = coreTime()
  round(count)
  return { what, value: Math.round((count / (coreTime() - start)) * 1000), unit: '1/s' }
}

function bump(row: Item | undefined): Item | undefined {
  if (row === undefined) return undefined
  const { id, jobId, status, healthy, modifyIndex } = row
  return { id, jobId, status, healthy: healthy + 1, modifyIndex: modifyIndex + rows }
}

function fill(empty: Table<Item>): Table<Item> {
  const edit = {}
  return ids.reduce((table, id, n) => table.set(item(id, n), edit), empty)
}

const sink: unknown[] = []
const updates = 200_000

function writes(): Figure[] {
  let table = fill(Table.empty(schema))
  let indexed = fill(Table.empty({ ...schema, secondary }))
  return [
    measure('update, an entry each', updates, (count) => {
      for (let i = 0; i < count; i += 1) table = table.update(idAt(i * 7919), bump, {})
    }),
    measure('update, 100 to an entry', updates, (count) => {
      let edit = {}
      for (let i = 0; i < count; i += 1) {
        if (i % 100 === 0) edit = {}
        table = table.update(idAt(i * 7919), bump, edit)
      }
    }),
    measure('update with one secondary index, an entry each', updates, (count) => {
      for (let i = 0; i < count; i += 1) indexed = indexed.update(idAt(i * 7919), bump, {})
    }),
    measure('delete and set, two entries', updates, (count) => {
      for (let i = 0; i < count; i += 1) table = table.delete(idAt(i * 7919), {}).set(item(idAt(i * 7919), i), {})
    }),
    measure('fork and its first write', updates, (count) => {
      for (let i = 0; i < count; i += 1) sink[0] = table.update(idAt(i * 7919), bump, {})
    }),
    measure('fill, per row', rows, () => {
      sink[0] = fill(Table.empty(schema))
    }),
  ]
}

function reads(): Figure[] {
  let table = fill(Table.empty({ ...schema, secondary }))
  const highest = table.highestIndex()
  return [
    measure('get', updates, (count) => {
      for (let i = 0; i < count; i += 1) sink[0] = table.get(idAt(i * 7919))
    }),
    measure('walk, per row', rows, () => {
      for (const row of table.values()) sink[0] = row
    }),
    measure('rows under one value, per row', rows, () => {
      for (let i = 0; i < 1_000; i += 1) for (const row of table.by('job', `job-${i}`)) sink[0] = row
    }),
    measure('changedSince, one change', updates, (count) => {
      for (let i = 0; i < count; i += 1) for (const row of table.changedSince(highest - 1)) sink[0] = row
    }),
    measure('hash of all, with a fill, per row', rows, () => {
      sink[0] = fill(Table.empty(schema)).hash()
    }),
    measure('update and hash', 20_000, (count) => {
      for (let i = 0; i < count; i += 1) {
        table = table.update(idAt(i * 7919), bump, {})
        sink[0] = table.hash()
      }
    }),
  ]
}

function peers(): Figure[] {
  let tree = EmptyBTree.clone()
  tree.setPairs(ids.map((id, n) => [id, item(id, n)]))
  let map = new Map(ids.map((id, n) => [id, item(id, n)]))
  return [
    measure('sorted-btree: clone and set', 200_000, (count) => {
      for (let i = 0; i < count; i += 1) {
        const id = idAt(i * 7919)
        const row = bump(tree.get(id))
        tree = tree.clone()
        if (row) tree.set(id, row)
      }
    }),
    measure('sorted-btree: set in place', 200_000, (count) => {
      for (let i = 0; i < count; i += 1) {
        const id = idAt(i * 7919)
        const row = bump(tree.get(id))
        if (row) tree.set(id, row)
      }
    }),
    measure('sorted-btree: get', 200_000, (count) => {
      for (let i = 0; i < count; i += 1) sink[0] = tree.get(idAt(i * 7919))
    }),
    measure('Map: copy and set', 40, (count) => {
      for (let i = 0; i < count; i += 1) {
        const id = idAt(i * 7919)
        const row = bump(map.get(id))
        map = new Map(map)
        if (row) map.set(id, row)
      }
    }),
  ]
}

export const bench: Bench = {
  name: 'tables',
  bar: '500,000 updates a second at 100,000 rows',
  run: async () => [...writes(), ...reads(), ...peers()].map((figure) => ({ ...figure, ...bars[figure.what] })),
}

const bars: Readonly<Record<string, { readonly bar: number }>> = {
  'update, an entry each': { bar: 500_000 },
  'update, 100 to an entry': { bar: 500_000 },
}

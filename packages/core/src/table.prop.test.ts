// The table against a dumb model: a Map sorted at each look. Forks are kept and looked at again at the end.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compareBytes } from './order.ts'
import { Table } from './table.ts'
import { differenceOf } from './table-diff.ts'

interface Item {
  readonly id: string
  readonly group: string | undefined
  readonly modifyIndex: number
}

type Model = ReadonlyMap<string, Item>

const empty: Table<Item> = Table.empty<Item>({
  name: 'items',
  key: (item) => item.id,
  modifyIndex: (item) => item.modifyIndex,
  secondary: {
    group: { value: groupOf, when: hasGroup },
    kept: { value: groupOf, when: hasGroup, keeps: (before, after) => before.group === after.group },
    odd: { value: groupOf, when: (item) => hasGroup(item) && item.modifyIndex % 2 === 1 },
    parity: { value: (item) => String(item.modifyIndex % 2) },
  },
})

function groupOf(item: Item): string {
  return item.group ?? ''
}

function hasGroup(item: Item): boolean {
  return item.group !== undefined
}

/** Sizes drift up and down over a run, so that nodes split, merge and the root grows and shrinks. */
type Step =
  | { readonly type: 'set'; readonly item: Item }
  | { readonly type: 'touch'; readonly key: string; readonly modifyIndex: number }
  | { readonly type: 'keep'; readonly key: string }
  | { readonly type: 'delete'; readonly key: string }
  | { readonly type: 'fill'; readonly from: number; readonly count: number; readonly stride: number }
  | { readonly type: 'drain'; readonly from: number; readonly count: number }
  | { readonly type: 'entry' }
  | { readonly type: 'fork' }

const pieces = ['', 'a', 'b', '\u0000', '\u0001', '\ud7ff', '\ue000', '\uffff', '😀', '𐀀', 'é', 'B']
const key = fc.oneof(
  fc.nat(400).map(numbered),
  fc.array(fc.constantFrom(...pieces), { maxLength: 4 }).map((parts) => parts.join('')),
)
const group = fc.option(fc.constantFrom('', 'x', 'x\u0000', 'x\u0000\u0001', 'y', '\uffff', '😀'), { nil: undefined })
const modifyIndex = fc.nat(60)
const item = fc.record({ id: key, group, modifyIndex })
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ type: fc.constant('set' as const), item }) },
  { weight: 3, arbitrary: fc.record({ type: fc.constant('touch' as const), key, modifyIndex }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('keep' as const), key }) },
  { weight: 4, arbitrary: fc.record({ type: fc.constant('delete' as const), key }) },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('fill' as const),
      from: fc.nat(300),
      count: fc.nat(150),
      stride: fc.constantFrom(1, 7, 399),
    }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('drain' as const), from: fc.nat(300), count: fc.nat(200) }) },
  { weight: 2, arbitrary: fc.constant({ type: 'entry' as const }) },
  { weight: 1, arbitrary: fc.constant({ type: 'fork' as const }) },
)

function numbered(n: number): string {
  return `k${String(n % 401).padStart(3, '0')}`
}

interface Pair {
  readonly table: Table<Item>
  readonly model: Model
}

function apply({ table, model }: Pair, step: Step, edit: object | undefined): Pair {
  const copy = new Map(model)
  switch (step.type) {
    case 'set':
      copy.set(step.item.id, step.item)
      return { table: table.set(step.item, edit), model: copy }
    case 'touch': {
      const touched = { id: step.key, group: model.get(step.key)?.group, modifyIndex: step.modifyIndex }
      copy.set(step.key, touched)
      const change = (row: Item | undefined): Item => ({ ...touched, group: row?.group })
      return { table: table.update(step.key, change, edit), model: copy }
    }
    case 'keep': {
      const same = table.update(step.key, (row) => row, edit)
      expect(same).toBe(table)
      return { table: same, model }
    }
    case 'delete':
      copy.delete(step.key)
      return { table: table.delete(step.key, edit), model: copy }
    case 'fill': {
      let filled = table
      for (let i = 0; i < step.count; i += 1) {
        const row = { id: numbered(step.from + i * step.stride), group: i % 3 === 0 ? 'x' : 'y', modifyIndex: i }
        copy.set(row.id, row)
        filled = filled.set(row, edit)
      }
      return { table: filled, model: copy }
    }
    case 'drain': {
      let drained = table
      for (let i = step.from; i < step.from + step.count; i += 1) {
        copy.delete(numbered(i))
        drained = drained.update(numbered(i), () => undefined, edit)
      }
      return { table: drained, model: copy }
    }
    case 'entry':
    case 'fork':
      return { table, model }
  }
}

function sorted(model: Model): Item[] {
  return [...model.values()].sort((a, b) => compareBytes(a.id, b.id))
}

function highest(rows: readonly Item[]): number {
  return rows.reduce((high, row) => Math.max(high, row.modifyIndex), 0)
}

function check({ table, model }: Pair): void {
  const rows = sorted(model)
  expect(table.size).toBe(rows.length)
  expect([...table.values()]).toEqual(rows)
  expect(table.highestIndex()).toBe(highest(rows))
  for (const row of rows) expect(table.get(row.id)).toEqual(row)
  for (const index of [-1, 0, 20, 59, 60]) {
    expect([...table.changedSince(index)]).toEqual(rows.filter((row) => row.modifyIndex > index))
  }
  for (const text of [...pieces, 'k', 'k1', 'k20', 'k399', 'zz']) {
    expect(table.has(text)).toBe(model.has(text))
    expect([...table.prefix(text)]).toEqual(rows.filter((row) => row.id.startsWith(text)))
    expect([...table.from(text)]).toEqual(rows.filter((row) => compareBytes(row.id, text) >= 0))
  }
  for (const value of ['', 'x', 'x\u0000', 'x\u0000\u0001', 'y', '\uffff', '😀', 'none']) {
    const own = rows.filter((row) => row.group === value)
    checkIndex(table, 'group', value, own)
    checkIndex(table, 'kept', value, own)
    const odd = own.filter((row) => row.modifyIndex % 2 === 1)
    checkIndex(table, 'odd', value, odd)
  }
  for (const value of [0, 1]) {
    const own = rows.filter((row) => row.modifyIndex % 2 === value)
    checkIndex(table, 'parity', String(value), own)
  }
}

function checkAgainst(pair: Pair, later: Pair): void {
  check(pair)
  checkDifference(pair, later)
}

function checkDifference(before: Pair, after: Pair): void {
  const keys = [...new Set([...before.model.keys(), ...after.model.keys()])].sort(compareBytes)
  const pairs = keys.map((id) => ({ before: before.table.get(id), after: after.table.get(id) }))
  expect(differenceOf(before.table, after.table)).toEqual(pairs.filter((pair) => pair.before !== pair.after))
}

function checkIndex(table: Table<Item>, index: string, value: string, rows: readonly Item[]): void {
  const keys = new Set(rows.map((row) => row.id))
  expect([...table.by(index, value)]).toEqual(rows)
  expect([...table.ordered(index)].filter((row) => keys.has(row.id))).toEqual(rows)
  expect(table.countBy(index, value)).toBe(rows.length)
  expect(table.firstBy(index, value)).toEqual(rows[0])
}

test('a table answers like a sorted array after any history, and every fork stays as it was', () => {
  const histories = fc.array(step, { size: 'medium', minLength: 5, maxLength: 60 })
  fc.assert(
    fc.property(histories, fc.boolean(), (steps, tokens) => {
      const forks: Pair[] = []
      let edit: object | undefined = tokens ? {} : undefined
      let pair: Pair = { table: empty, model: new Map() }
      for (const step of steps) {
        pair = apply(pair, step, edit)
        if (step.type === 'fork') forks.push(pair)
        if (tokens && (step.type === 'entry' || step.type === 'fork')) edit = {}
      }
      for (const fork of [...forks, pair]) checkAgainst(fork, pair)
    }),
    { numRuns: 300 },
  )
})

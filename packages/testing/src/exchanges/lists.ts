// The order of lists of objects. Rules: oracle/README-http §4.4.

import type { Renaming } from './bindings.ts'
import { member, type Tree, writeTree } from './json-tree.ts'
import { anonymous } from './texts.ts'

interface Row {
  readonly id: string
  readonly createIndex: bigint
  readonly modifyIndex: bigint
  readonly namespace: string
}

/** Every order that a list is in. */
export function ordersOf(items: readonly Tree[]): ReadonlySet<string> {
  const rows = items.map(rowOf)
  return new Set([...orders].filter(([, compare]) => isSorted(rows, compare)).map(([name]) => name))
}

function rowOf(item: Tree): Row {
  return {
    id: textAt(item, 'ID'),
    createIndex: integerAt(item, 'CreateIndex'),
    modifyIndex: integerAt(item, 'ModifyIndex'),
    namespace: textAt(item, 'Namespace'),
  }
}

type Compare = (a: Row, b: Row) => number

const byId: Compare = (a, b) => order(a.id, b.id)
const byCreation: Compare = (a, b) => order(a.createIndex, b.createIndex) || byId(a, b)
const byNamespace: Compare = (a, b) => order(a.namespace, b.namespace) || byId(a, b)

const orders: ReadonlyMap<string, Compare> = new Map([
  ['ID', byId],
  ['ID descending', reversed(byId)],
  ['CreateIndex, ID', byCreation],
  ['CreateIndex, ID descending', reversed(byCreation)],
  ['ModifyIndex descending', (a, b) => order(b.modifyIndex, a.modifyIndex)],
  ['Namespace, ID', byNamespace],
  ['Namespace, ID descending', reversed(byNamespace)],
])

function reversed(compare: Compare): Compare {
  return (a, b) => compare(b, a)
}

function order<T extends string | bigint>(a: T, b: T): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}

function isSorted(rows: readonly Row[], compare: Compare): boolean {
  return rows.every((row, at) => {
    const before = rows[at - 1]
    return before === undefined || compare(before, row) <= 0
  })
}

/** The items by creation, names and states, so that they can be compared with the recorded ones one by one. */
export function byWhatTheyAre(items: readonly Tree[], renamings: readonly Renaming[], side: 0 | 1): readonly Tree[] {
  const keyed = items.map((item) => ({
    item,
    key: keyOf(item, renamings, side),
    created: integerAt(item, 'CreateIndex'),
  }))
  return keyed.sort((a, b) => order(a.created, b.created) || order(a.key, b.key)).map(({ item }) => item)
}

const tellingMembers = [
  'ID',
  'JobID',
  'Name',
  'JobVersion',
  'Version',
  'TaskGroup',
  'TriggeredBy',
  'Type',
  'Status',
  'StatusDescription',
  'DesiredStatus',
  'ClientStatus',
] as const

function keyOf(item: Tree, renamings: readonly Renaming[], side: 0 | 1): string {
  return tellingMembers.map((key) => anonymous(written(item, key), renamings, side)).join('\u0000')
}

/** The related rows of an answer, by group, version and states. */
export function byState(items: readonly Tree[]): readonly Tree[] {
  const keys = ['Group', 'JobVersion', 'ClientStatus', 'TriggeredBy', 'Status'] as const
  const keyed = items.map((item) => ({ item, key: keys.map((key) => written(item, key)).join('\u0000') }))
  return keyed.sort((a, b) => order(a.key, b.key)).map(({ item }) => item)
}

function written(item: Tree, key: string): string {
  const value = member(item, key)
  return value === undefined ? '' : writeTree(value)
}

function textAt(item: Tree, key: string): string {
  const value = member(item, key)
  return typeof value === 'string' ? value : ''
}

function integerAt(item: Tree, key: string): bigint {
  const text = written(item, key)
  return /^\d+$/.test(text) ? BigInt(text) : 0n
}

// A table of the state: rows in the byte order of their keys, persistent (an older table stays as it was, a fork is free),
// with secondary indexes kept in the same kind of tree. Relies on the `table-*.ts` files for the tree.

import type { TableHash } from './hash.ts'
import { elementAt, isSortable, sortable } from './order.ts'
import { walkDue } from './table-due.ts'
import { hashNode } from './table-hash.ts'
import { createLeaf, type Edit, type TreeNode } from './table-node.ts'
import {
  countOf,
  type Groups,
  isList,
  keysOf,
  noGroups,
  type Secondary,
  type SecondarySchema,
  secondariesOf,
  updateSecondaries,
  walkGroups,
} from './table-secondary.ts'
import { type Change, changeOf, updateTree, writeOf } from './table-update.ts'
import { findRow, rowsUnder, walk, walkChanged, walkPrefix } from './table-walk.ts'

export type { Edit } from './table-node.ts'
export type { SecondarySchema } from './table-secondary.ts'

/** How a table reads its rows. All functions are pure and depend on the row alone. */
export interface TableSchema<R> {
  readonly name: string
  /** The primary key. */
  readonly key: (row: R) => string
  /** The index of the entry that last changed the row; 0 for tables that keep none. */
  readonly modifyIndex: (row: R) => number
  /** Index name → what it goes by. An index keeps only which rows it has: each row read through one costs a lookup. */
  readonly secondary?: Readonly<Record<string, SecondarySchema<R>>>
  /** The instant at which something is due for the row; zero for never. What `byDue` goes by; free until it is asked for. */
  readonly due?: (row: R) => number
}

/** A schema with its secondary indexes in one list. */
interface IndexedSchema<R> extends Pick<TableSchema<R>, 'name' | 'key' | 'modifyIndex'> {
  readonly due: TableSchema<R>['due'] | undefined
  readonly secondaries: readonly Secondary<R>[]
}

/**
 * An immutable ordered table. Every change returns a table. Given an edit token, nodes made under the same token are
 * changed in place: a table obtained under a token is only good until the next change under it, every other stays.
 */
export class Table<R> {
  readonly #schema: IndexedSchema<R>
  readonly #root: TreeNode<R>
  /** One for each secondary index of the schema. */
  readonly #groups: readonly Groups[]
  /** No key was ever put here that its sortable form differs from: so a key is looked for as it is, and found or not there. */
  readonly #isPlain: boolean

  private constructor(schema: IndexedSchema<R>, root: TreeNode<R>, groups: readonly Groups[], isPlain: boolean) {
    this.#schema = schema
    this.#root = root
    this.#groups = groups
    this.#isPlain = isPlain
  }

  static empty<R>(schema: TableSchema<R>): Table<R> {
    const { name, key, modifyIndex, secondary, due } = schema
    const secondaries = secondariesOf(secondary)
    const root = createLeaf<R>([], [], modifyIndex, undefined)
    return new Table({ name, key, modifyIndex, due, secondaries }, root, secondaries.map(noGroups), true)
  }

  get size(): number {
    return this.#root.size
  }

  /** The tree of the rows, for who compares tables: those that stem from one another share what is equal. */
  get root(): TreeNode<R> {
    return this.#root
  }

  get(key: string): R | undefined {
    return findRow(this.#root, this.#stored(key))
  }

  has(key: string): boolean {
    return this.get(key) !== undefined
  }

  /** Puts the row under its key, whatever was there. */
  set(row: R, edit?: Edit): Table<R> {
    const { key, modifyIndex } = this.#schema
    return this.#changed(writeOf(this.#stored(key(row)), row, edit, modifyIndex))
  }

  /** Replaces the row under `key` by what `fn` makes of it: `undefined` deletes, the same row changes nothing. */
  update(key: string, fn: (row: R | undefined) => R | undefined, edit?: Edit): Table<R> {
    const schema = this.#schema
    const change = changeOf(this.#stored(key), fn, edit, schema.modifyIndex)
    const changed = this.#changed(change)
    if (changed !== this && change.after !== undefined && schema.key(change.after) !== key) {
      throw new Error(`table ${schema.name}: the row put under ${key} has another key`)
    }
    return changed
  }

  delete(key: string, edit?: Edit): Table<R> {
    return this.#changed(writeOf(this.#stored(key), undefined, edit, this.#schema.modifyIndex))
  }

  /** All rows in key order. */
  values(): IterableIterator<R> {
    return walk(this.#root, '', '')
  }

  [Symbol.iterator](): IterableIterator<R> {
    return this.values()
  }

  /** The rows whose primary keys start with `prefix`, in key order. */
  prefix(prefix: string): Iterable<R> {
    return walkPrefix(this.#root, sortable(prefix))
  }

  /** The rows whose primary keys are `key` or above it, in key order. */
  from(key: string): IterableIterator<R> {
    return walk(this.#root, sortable(key), '')
  }

  /** The rows that the secondary index has under `value`, in the order of their primary keys. */
  by(index: string, value: string): Iterable<R> {
    const keys = keysOf(this.#groupsOf(index), value)
    return isList(keys) ? rowsUnder(this.#root, keys) : this.#rowsOf(keys)
  }

  /** Every row that the secondary index has, in the order of its values, then of the primary keys. */
  ordered(index: string): IterableIterator<R> {
    return this.#rowsOf(walkGroups(this.#groupsOf(index)))
  }

  /** Every row for which something is due by an instant (at any, by default), the earliest first, then in key order. */
  byDue(until: number = Number.POSITIVE_INFINITY): IterableIterator<R> {
    const { due, name } = this.#schema
    if (due === undefined) throw new Error(`table ${name}: nothing is ever due`)
    return walkDue(this.#root, { dueOf: due, until })
  }

  /** The first row of `by`. */
  firstBy(index: string, value: string): R | undefined {
    for (const row of this.by(index, value)) return row
    return undefined
  }

  /** How many rows `by` gives, in logarithmic time. */
  countBy(index: string, value: string): number {
    return countOf(this.#groupsOf(index), value)
  }

  /** The highest modify index of any row; 0 when empty. A deleted row no longer counts. */
  highestIndex(): number {
    return this.#root.highest
  }

  /** The rows with a modify index above `index`, in key order, at a cost that follows their number. */
  changedSince(index: number): IterableIterator<R> {
    return walkChanged(this.#root, index, this.#schema.modifyIndex)
  }

  /** The primary key of a row of this table. */
  keyOf(row: R): string {
    return this.#schema.key(row)
  }

  /** The hash of the rows, whatever the order they came in; computed when asked for, then only for what has changed. */
  hash(): TableHash {
    return { ...hashNode(this.#root), count: this.size }
  }

  *#rowsOf(keys: Iterable<string>): Generator<R, void, undefined> {
    for (const key of keys) {
      const row = findRow(this.#root, key)
      if (row !== undefined) yield row
    }
  }

  #groupsOf(index: string): Groups {
    const { name, secondaries } = this.#schema
    for (let place = 0; place < secondaries.length; place += 1)
      if (secondaries[place]?.name === index) return elementAt(this.#groups, place)
    throw new Error(`table ${name}: no index ${index}`)
  }

  #stored(key: string): string {
    return this.#isPlain ? key : sortable(key)
  }

  #changed(change: Change<R>): Table<R> {
    const root = updateTree(this.#root, change)
    if (change.before === change.after) return this
    if (this.#isPlain && change.before === undefined && !isSortable(change.key)) return this.#moved(root, change)
    const groups = updateSecondaries(this.#schema.secondaries, this.#groups, change)
    return new Table(this.#schema, root, groups, this.#isPlain)
  }

  /** A new row went where its key does not belong: it is taken back, and put where it does. */
  #moved(root: TreeNode<R>, { key, after, edit, indexOf }: Change<R>): Table<R> {
    const before = updateTree(root, writeOf<R>(key, undefined, edit, indexOf))
    const moving = new Table(this.#schema, before, this.#groups, false)
    return moving.#changed(writeOf(sortable(key), after, edit, indexOf))
  }
}

// What differs between two states: rows by table, and the fields of a row. Costs as much as there is to tell.

import type { State, Tables } from '../state.ts'
import type { Table } from '../table.ts'
import { differenceOf } from '../table-diff.ts'

/** The name of a table. */
export type TableName = keyof Tables

/** A row of any table. */
export type AnyRow = object

/** One row that is different; undefined where it does not exist. */
export interface RowChange {
  readonly table: TableName
  readonly key: string
  readonly before: AnyRow | undefined
  readonly after: AnyRow | undefined
}

/** One field that is different. The path leads through names of fields, and through the names of groups and tasks. */
export interface FieldChange {
  readonly path: readonly string[]
  readonly before: unknown
  readonly after: unknown
}

/** The rows in which two states differ, table by table, in key order. */
export function diffStates(before: State, after: State): readonly RowChange[] {
  const names = Object.keys(after.tables).filter((name) => isTableName(after.tables, name))
  return names.flatMap((name) => {
    const table = tableOf(after, name)
    return differenceOf(tableOf(before, name), table).map((change) => {
      const row = change.after ?? change.before
      return { table: name, key: row ? table.keyOf(row) : '', ...change }
    })
  })
}

/** A table whose rows are looked at without knowing what they are. */
export function tableOf({ tables }: State, name: TableName): Table<AnyRow> {
  const byName: object = tables
  return Reflect.get(byName, name)
}

/** Whether a text is the name of a table. */
export function isTableName(tables: Tables, name: string): name is TableName {
  return Object.hasOwn(tables, name)
}

/** The fields in which two rows, or two values of any kind, differ. Equal values give none, whatever objects they are. */
export function diffFields(before: unknown, after: unknown, path: readonly string[] = []): readonly FieldChange[] {
  if (Object.is(before, after)) return []
  const [old, now] = [membersOf(before), membersOf(after)]
  if (!old || !now) return [{ path, before, after }]
  const names = [...new Set([...old.keys(), ...now.keys()])]
  return names.flatMap((name) => diffFields(old.get(name), now.get(name), [...path, name]))
}

/** The value at a path, or undefined. Elements of lists are found by their name, group, task or id, else by position. */
export function valueAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((inner, name) => membersOf(inner)?.get(name), value)
}

// A list or an object as names and values; a list whose elements have names keeps them under these.
function membersOf(value: unknown): ReadonlyMap<string, unknown> | undefined {
  if (Array.isArray(value))
    return new Map(value.map((element, position) => [nameOf(element) ?? String(position), element]))
  if (typeof value !== 'object' || value === null) return undefined
  return new Map(Object.entries(value))
}

function nameOf(element: unknown): string | undefined {
  if (typeof element !== 'object' || element === null) return undefined
  for (const field of ['name', 'group', 'task', 'id', 'Name']) {
    const name: unknown = Reflect.get(element, field)
    if (typeof name === 'string' && name !== '') return name
  }
  return undefined
}

// State to plain rows and back. Writing walks a frozen root while the writer goes on; restoring checks the state hash.

import { type Edit, hashState, initialState, type State, type Table, type Tables } from '@cutover/core'
import type { Snapshot, SnapshotChunk } from './log.ts'

/** The layout of heads and chunks. Raised when either changes. */
export const snapshotVersion = 4

/** The oldest layout that is still read. Version 4 came with the table of answered requests, which older ones do not have. */
const snapshotVersionMin = 3

const rowsPerChunk = 512

/** A state as a snapshot. Rows are read when the chunks are walked; the state never changes. */
export function snapshotOf(state: State): Snapshot {
  const { seed, quirks, term, at, indexes, schedulerConfiguration } = state
  return {
    head: {
      version: snapshotVersion,
      seed,
      quirks,
      index: state.lastIndex,
      term,
      at,
      hash: hashState(state),
      indexes,
      schedulerConfiguration,
    },
    chunks: () => chunksOf(state.tables),
  }
}

/** The state of a snapshot. Rejects when it is of another version or does not arrive at its hash. */
export async function restore(snapshot: Snapshot): Promise<State> {
  const { version, index, hash, seed, quirks, term, at, schedulerConfiguration } = snapshot.head
  if (version < snapshotVersionMin || version > snapshotVersion) {
    throw new Error(
      `the snapshot at index ${index} has version ${version}, this program reads ${snapshotVersionMin} to ${snapshotVersion}`,
    )
  }
  const edit: Edit = {}
  const initial = initialState(seed)
  const tables: FilledTables = { ...initial.tables }
  // Older snapshots know fewer tables.
  const indexes = { ...initial.indexes, ...snapshot.head.indexes }
  for await (const chunk of snapshot.chunks()) {
    if (!isTableName(tables, chunk.table)) throw new Error(`the snapshot at index ${index} has a table ${chunk.table}`)
    fill(tables, chunk.table, { rows: chunk.rows, edit })
  }
  const state: State = { seed, quirks, lastIndex: index, term, at, tables, indexes, schedulerConfiguration }
  const found = hashState(state)
  if (found !== hash) throw new Error(`the snapshot at index ${index} is damaged: its hash is ${found}, not ${hash}`)
  return state
}

type RowsByTable = { readonly [K in keyof Tables]: Tables[K] extends Table<infer R> ? R : never }
type FilledTables = { [K in keyof RowsByTable]: Table<RowsByTable[K]> }

interface Rows {
  readonly rows: readonly object[]
  readonly edit: Edit
}

function* chunksOf(tables: Tables): Generator<SnapshotChunk> {
  for (const [name, table] of Object.entries(tables)) yield* chunksOfTable(name, table)
}

function* chunksOfTable(name: string, table: Iterable<object>): Generator<SnapshotChunk> {
  let rows: object[] = []
  for (const row of table) {
    rows.push(row)
    if (rows.length < rowsPerChunk) continue
    yield { table: name, rows }
    rows = []
  }
  if (rows.length > 0) yield { table: name, rows }
}

function isTableName(tables: FilledTables, name: string): name is keyof FilledTables {
  return Object.hasOwn(tables, name)
}

function fill<K extends keyof FilledTables>(
  tables: { [P in K]: Table<RowsByTable[P]> },
  name: K,
  { rows, edit }: Rows,
): void {
  let table = tables[name]
  for (const row of rows) if (isRowOf(table, row)) table = table.set(row, edit)
  tables[name] = table
}

// The hash that restoring arrives at is what proves the rows to be what they were; their type follows from the table's name.
function isRowOf<R>(_table: Table<R>, row: unknown): row is R {
  return typeof row === 'object' && row !== null
}

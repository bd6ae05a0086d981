// A state as plain rows: what can be sent to the engine's thread, where the tables are built again.

import { initialState, type State, type Table, type Tables } from '@cutover/core'

/** Everything of a state but its tables, and their rows by name. */
export interface SentState {
  readonly rest: Omit<State, 'tables'>
  readonly rows: readonly (readonly [table: string, rows: readonly object[]])[]
}

/** A state to be sent. */
export function sentState({ tables, ...rest }: State): SentState {
  return { rest, rows: Object.entries(tables).map(([name, table]) => [name, [...table]]) }
}

/** A state as it was sent. */
export function receivedState({ rest, rows }: SentState): State {
  const { tables } = initialState(rest.seed, rest.quirks)
  const filled = rows.map(([name, list]) => [name, filledTable(tables, name, list)])
  return { ...rest, tables: { ...tables, ...Object.fromEntries(filled) } }
}

function filledTable(tables: Tables, name: string, rows: readonly object[]): unknown {
  const table: Table<object> = Reflect.get(tables, name)
  const edit = {}
  return rows.reduce<Table<object>>((filled, row) => filled.set(row, edit), table)
}

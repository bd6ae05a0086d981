// What commands print for tools: entries and states as JSON, with 64-bit integers as digits, and without the secrets of tokens.

import { type Entry, hashState, type State, type Tables } from '@cutover/core'

/** An entry as plain JSON. */
export function entryJson(entry: Entry): { readonly [key: string]: unknown } {
  const { index, term, at, cause, events, request } = entry
  return { index, term, at: instant(at), cause, events, ...(request ? { request } : {}) }
}

/** A state as plain JSON: every table as a list of rows. */
export function stateJson(state: State): { readonly [key: string]: unknown } {
  const names = Object.keys(state.tables)
  const tables = Object.fromEntries(
    names.filter(isTable(state)).map((name) => [name, [...state.tables[name].values()]]),
  )
  return {
    index: state.lastIndex,
    term: state.term,
    at: instant(state.at),
    hash: hashState(state),
    indexes: state.indexes,
    tables,
  }
}

function isTable(state: State): (name: string) => name is keyof Tables {
  return (name): name is keyof Tables => name in state.tables
}

/** JSON text; integers beyond 2^53 keep every digit as text, secrets are not told. */
export function toJson(value: unknown, indent?: number): string {
  return JSON.stringify(
    value,
    (key, member: unknown) => (typeof member === 'bigint' ? String(member) : shown(key, member)),
    indent,
  )
}

// Nodes have secrets too, and most are empty. An answer that was kept may hold one.
function shown(key: string, member: unknown): unknown {
  if (key === 'note') return '(kept answer)'
  return key === 'secretId' && member !== '' ? '(secret)' : member
}

/** Microseconds as an RFC 3339 text. */
export function instant(at: number): string {
  return new Date(Math.floor(at / 1_000)).toISOString()
}

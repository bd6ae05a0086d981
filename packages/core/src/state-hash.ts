// The hash of a whole state: two states with the same hash are the same state, whatever way they came about.

import { canonicalText } from './canonical.ts'
import { hashText, printHash } from './hash.ts'
import { compareBytes } from './order.ts'
import type { State } from './state.ts'

/** Tables that were not there from the beginning: empty ones, and their indexes, are left out, so that older states keep their hashes. */
const laterTables: ReadonlySet<string> = new Set(['requests', 'variables'])

/** The state hash as text. Costs what has changed since it was last asked for. */
export function hashState(state: State): string {
  const { tables, ...rest } = state
  const indexes = { ...state.indexes, variables: state.indexes.variables || undefined }
  const parts = Object.entries(tables)
    .filter(([name, table]) => table.size > 0 || !laterTables.has(name))
    .map(([name, table]) => `${name} ${printHash(table.hash())}`)
  return printHash(hashText(`${parts.sort(compareBytes).join('\n')}\n${canonicalText({ ...rest, indexes })}`))
}

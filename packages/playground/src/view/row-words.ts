// Rows and values as short texts.

import type { RowChange } from '@cutover/core/explain'

/** What a row is called: its kind and the shortest name that it has. */
export function rowName({ table, key, before, after }: RowChange, nameOf: (id: string) => string): string {
  if (table === 'deployments') return `deployment ${nameOf(key)}`
  const row = after ?? before ?? {}
  const name: unknown = Reflect.get(row, 'name')
  const kind = kinds[table] ?? table
  return `${kind} ${typeof name === 'string' && name !== '' ? name : shortKey(key)}`
}

const kinds: Readonly<Record<string, string>> = {
  allocations: 'allocation',
  evaluations: 'evaluation',
  jobs: 'job',
  jobVersions: 'job version',
  jobSummaries: 'summary of',
  nodes: 'node',
}

// Ids are told by their beginning, as operators do; names as they are.
function shortKey(key: string): string {
  return key.replace(/([0-9a-f]{8})-[0-9a-f-]{27}/g, '$1').replaceAll('\u0000', ' ')
}

const longest = 60

/** A value in one line. */
export function valueText(value: unknown): string {
  if (value === undefined) return '—'
  if (typeof value === 'number' && value > 1e15) return new Date(value / 1_000).toISOString().slice(11, 23)
  const text = typeof value === 'string' ? `“${shortKey(value)}”` : JSON.stringify(value, digits)
  return text.length > longest ? `${text.slice(0, longest)}…` : text
}

function digits(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value
}

// The form in which recordings write a row: zero values left out, pointers and lists that are present kept (oracle/README-fsm §1.2).

/** A row or a part of one, by Nomad's field names. */
export type ExactRow = Readonly<Record<string, unknown>>

/** The fields without Go's zero values. Lists and objects stay, also empty ones. */
export function withoutZeros(fields: ExactRow): ExactRow {
  const row: Record<string, unknown> = {}
  for (const key in fields) {
    const value = fields[key]
    if (value === undefined || value === null || value === '' || value === 0 || value === false) continue
    row[key] = value
  }
  return row
}

/** A pointer: kept whatever it points at, absent when there is none. */
export function pointer(key: string, value: unknown): ExactRow {
  return value === undefined ? {} : { [key]: value }
}

/**
 * A job document without zero values and without objects in which nothing is left: readers of documents fill in what the engine
 * interprets, so that only this much of a recorded document can be compared. Elements of lists stay.
 */
export function withoutDefaults(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutDefaults)
  if (typeof value !== 'object' || value === null) return value
  const fields: Record<string, unknown> = {}
  for (const [key, field] of Object.entries(value)) {
    const left = withoutDefaults(field)
    if (typeof left === 'object' && left !== null && Object.keys(left).length === 0) continue
    fields[key] = left
  }
  return withoutZeros(fields)
}

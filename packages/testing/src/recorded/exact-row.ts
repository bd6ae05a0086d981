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

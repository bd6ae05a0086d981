// Compares values as recordings write them: zero values left out, keys in any order.

/** Whether two values are equal once zero values are left out of their objects; elements of lists and maps stay. */
export function sameTrimmed(a: unknown, b: unknown): boolean {
  return isZero(a) && isZero(b) ? true : JSON.stringify(trimmed(a)) === JSON.stringify(trimmed(b))
}

/** The value without zero fields, object keys in order. An object with nothing left stays an empty object. */
export function trimmed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(trimmed)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).filter(([, field]) => !isZero(field))
  entries.sort(([x], [y]) => (x < y ? -1 : 1))
  return Object.fromEntries(entries.map(([key, field]) => [key, trimmed(field)]))
}

function isZero(value: unknown): boolean {
  if (value === undefined || value === null || value === '' || value === 0 || value === false) return true
  return Array.isArray(value) && value.length === 0
}

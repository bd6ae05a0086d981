// Deep equality of plain values: keys in any order, lists in order, nothing left out.

/** Whether two plain values are equal. */
export function sameValue(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) !== Array.isArray(b)) return false
  const left = Object.entries(a)
  if (left.length !== Object.keys(b).length) return false
  const right: Readonly<Record<string, unknown>> = { ...b }
  return left.every(([key, value]) => key in right && sameValue(value, right[key]))
}

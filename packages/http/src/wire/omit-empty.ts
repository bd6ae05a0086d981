// Objects that drop what is empty: `""`, 0, false, nothing, empty lists and maps. Rules: client-surface §1.5.

import { Float, Raw, type Wire } from './encode.ts'

/** The object without its empty members. */
export function omitEmpty(members: { readonly [key: string]: Wire }): { readonly [key: string]: Wire } {
  return Object.fromEntries(Object.entries(members).filter(([, member]) => !isEmpty(member)))
}

function isEmpty(value: Wire): boolean {
  if (value === null || value === undefined || value === '' || value === 0 || value === false || value === 0n)
    return true
  if (value instanceof Raw) return false
  if (value instanceof Float) return value.value === 0
  if (Array.isArray(value)) return value.length === 0
  return typeof value === 'object' && Object.keys(value).length === 0
}

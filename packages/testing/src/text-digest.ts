// Eight letters that stand for a text.

import { createHash } from 'node:crypto'

/** The beginning of a text's hash. */
export function hashText(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8)
}

/** The same for a value, by its JSON. */
export function digestValue(value: unknown): string {
  const text = JSON.stringify(value, (_key, inner: unknown) => (typeof inner === 'bigint' ? `${inner}n` : inner))
  return hashText(text ?? '')
}

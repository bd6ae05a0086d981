// Parses JSON whose integers do not fit a double: those become bigint. Nanoseconds since 1970 are beyond 2^53.

import type { Json } from '@cutover/core'

const mark = '\u0000'

/** The JSON value of a text. Strings in it must not look like the marks that are put around long integers. */
export function parseExact(text: string): Json {
  const marked = text.replaceAll(/([:[,]\s*)(-?\d{16,})(?=\s*[,}\]])/g, `$1"${mark.replace('\u0000', '\\u0000')}$2"`)
  return JSON.parse(marked, revive)
}

function revive(_key: string, value: Json): Json {
  if (typeof value !== 'string' || !value.startsWith(mark)) return value
  const exact = BigInt(value.slice(1))
  return Number.isSafeInteger(Number(exact)) ? Number(exact) : exact
}

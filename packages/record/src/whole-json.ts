// JSON text for files that are read back: integers of any size keep every digit, and come back as they went out.

import type { Json } from '@cutover/core'
import { type Body, readBody } from '@cutover/core/job-documents'

/** One line of JSON. What is undefined is left out. */
export function writeWhole(value: unknown): string {
  if (typeof value === 'bigint') return String(value)
  if (typeof value === 'number') return numberText(value)
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  if (Array.isArray(value)) return `[${value.map(writeWhole).join(',')}]`
  const members = Object.entries(value).filter(([, member]) => member !== undefined)
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${writeWhole(member)}`).join(',')}}`
}

// A double beyond 2^53 is written with an exponent, so that it does not come back as an integer.
function numberText(value: number): string {
  return Number.isInteger(value) && !Number.isSafeInteger(value) ? value.toExponential() : JSON.stringify(value)
}

/** What a line of JSON says. Throws with a reason when it is none. */
export function readWhole(text: string): Json {
  const read = readBody(text)
  if (!read.ok) throw new Error(read.text)
  return wholeValue(read.body)
}

function wholeValue(body: Body): Json {
  if (typeof body !== 'object' || body === null) return body
  if (body.kind === 'list') return body.items.map(wholeValue)
  if (body.kind === 'object') return Object.fromEntries(body.members.map(([key, member]) => [key, wholeValue(member)]))
  const value = Number(body.literal)
  return /^-?\d+$/.test(body.literal) && !Number.isSafeInteger(value) ? BigInt(body.literal) : value
}

// The one text of a plain value, equal for equal values: what the state hash is taken over.
// Like JSON with sorted keys and no spaces, except that integers beyond a double's reach end in `n`.

import { compareBytes } from './order.ts'

/**
 * The canonical text of a plain value. Object keys are in byte order, `undefined` properties are left out (in a list
 * they read as `null`), `-0` is `0`, a bigint that a number holds exactly reads like that number.
 * Throws on what is not plain data (functions, symbols, class instances, NaN, infinities): that is a bug of the caller.
 */
export function canonicalText(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value)
    case 'number':
      return numberText(value)
    case 'boolean':
      return value ? 'true' : 'false'
    case 'bigint':
      return bigintText(value)
    case 'undefined':
      return 'null'
    case 'object':
      return value === null ? 'null' : objectText(value)
    case 'function':
    case 'symbol':
      throw new Error(`canonical: ${typeof value} is not data`)
  }
}

function numberText(value: number): string {
  if (!Number.isFinite(value)) throw new Error(`canonical: ${value} is not data`)
  return String(value)
}

function bigintText(value: bigint): string {
  return Number.isSafeInteger(Number(value)) ? String(value) : `${value}n`
}

function objectText(value: object): string {
  if (Array.isArray(value)) return listText(value)
  if (!isPlain(value)) throw new Error('canonical: an instance of a class is not data')
  let text = '{'
  for (const key of sortedKeys(value)) {
    const property = value[key]
    if (property === undefined) continue
    text += `${text.length > 1 ? ',' : ''}${JSON.stringify(key)}:${canonicalText(property)}`
  }
  return `${text}}`
}

function listText(list: readonly unknown[]): string {
  let text = '['
  for (const element of list) text += `${text.length > 1 ? ',' : ''}${canonicalText(element)}`
  return `${text}]`
}

function sortedKeys(value: object): readonly string[] {
  const keys = Object.keys(value)
  return keys.length > 1 ? keys.sort(compareBytes) : keys
}

/** An object literal, of this realm or another, or one without a prototype. */
function isPlain(value: object): value is Readonly<Record<string, unknown>> {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || Object.getPrototypeOf(prototype) === null
}

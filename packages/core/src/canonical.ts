// The one text of a plain value, equal for equal values: what the state hash is taken over.
// Like JSON with sorted keys and no spaces, except that integers beyond a double's reach end in `n`.

import { compareBytes } from './order.ts'

/**
 * The canonical text of a plain value. Object keys are in byte order, `undefined` properties are left out (in a list
 * they read as `null`), `-0` is `0`, a bigint that a number holds exactly reads like that number.
 * Throws on what is not plain data (functions, symbols, class instances, NaN, infinities): that is a bug of the caller.
 */
export function canonicalText(value: unknown): string {
  return new CanonicalTexts().textOf(value)
}

/** Where rows hold what many of them share: an allocation its job, a deployment the job that it is watched for. */
const sharedKey = 'job'

/** The canonical texts of many values. It remembers, for as long as it lives, the text of each job that it met as a property: those must not change. */
export class CanonicalTexts {
  readonly #shared = new Map<object, string>()

  /** The same as `canonicalText`. */
  textOf(value: unknown): string {
    const parts: string[] = []
    this.#write(value, parts)
    // Joined, the text lies in one piece, which is read several times faster than one that grew.
    return parts.join('')
  }

  #write(value: unknown, parts: string[]): void {
    if (typeof value !== 'object' || value === null) parts.push(plainText(value))
    else if (Array.isArray(value)) this.#writeList(value, parts)
    else this.#writeObject(value, parts)
  }

  #writeList(list: readonly unknown[], parts: string[]): void {
    parts.push('[')
    for (let place = 0; place < list.length; place += 1) {
      if (place > 0) parts.push(',')
      this.#write(list[place], parts)
    }
    parts.push(']')
  }

  #writeObject(value: object, parts: string[]): void {
    if (!isPlain(value)) throw new Error('canonical: an instance of a class is not data')
    let opening = '{'
    for (const key of Object.keys(value).sort(compareBytes)) {
      const property = value[key]
      if (property === undefined) continue
      parts.push(opening, JSON.stringify(key), ':')
      opening = ','
      if (key === sharedKey && typeof property === 'object' && property !== null) parts.push(this.#sharedText(property))
      else this.#write(property, parts)
    }
    parts.push(opening === '{' ? '{}' : '}')
  }

  #sharedText(value: object): string {
    const known = this.#shared.get(value)
    if (known !== undefined) return known
    const text = this.textOf(value)
    this.#shared.set(value, text)
    return text
  }
}

function plainText(value: unknown): string {
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
    case 'object':
      return 'null'
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

/** An object literal, of this realm or another, or one without a prototype. */
function isPlain(value: object): value is Readonly<Record<string, unknown>> {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || Object.getPrototypeOf(prototype) === null
}

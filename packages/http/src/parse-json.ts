// Reads the first JSON value of a body, as Go's decoder does: what follows it is ignored, integers keep every digit, errors have the
// decoder's texts. Depth is bounded. Rules: client-surface §2.7.

import type { Json } from '@cutover/core'

/** A value, or why there is none. */
export type Parsed = { readonly ok: true; readonly value: Json } | { readonly ok: false; readonly text: string }

/** Nesting deeper than this is refused, as Go does. */
const depthMax = 10_000

/** Reads one JSON value. */
export function parseJson(text: string): Parsed {
  const reader = new Reader(text)
  try {
    reader.skipSpace()
    if (reader.atEnd()) return { ok: false, text: 'EOF' }
    return { ok: true, value: reader.value(0) }
  } catch (error) {
    if (error instanceof Malformed) return { ok: false, text: error.message }
    throw error
  }
}

class Malformed extends Error {}

class Reader {
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  atEnd(): boolean {
    return this.#at >= this.#text.length
  }

  skipSpace(): void {
    while (' \t\r\n'.includes(this.#text[this.#at] ?? 'x')) this.#at += 1
  }

  value(depth: number): Json {
    if (depth > depthMax) throw new Malformed('exceeded max depth')
    this.skipSpace()
    const first = this.#text[this.#at]
    if (first === '{') return this.#object(depth)
    if (first === '[') return this.#list(depth)
    if (first === '"') return this.#string()
    if (first === 't') return this.#word('true', true)
    if (first === 'f') return this.#word('false', false)
    if (first === 'n') return this.#word('null', null)
    return this.#number()
  }

  #object(depth: number): Json {
    const members: [string, Json][] = []
    this.#at += 1
    this.skipSpace()
    if (this.#take('}')) return {}
    for (;;) {
      this.skipSpace()
      if (this.#text[this.#at] !== '"') this.#fail('looking for beginning of object key string')
      const key = this.#string()
      this.skipSpace()
      if (!this.#take(':')) this.#fail('after object key')
      members.push([key, this.value(depth + 1)])
      this.skipSpace()
      // `fromEntries` defines members, so that a key such as `__proto__` is a key like any other.
      if (this.#take('}')) return Object.fromEntries(members)
      if (!this.#take(',')) this.#fail('after object key:value pair')
    }
  }

  #list(depth: number): Json {
    const items: Json[] = []
    this.#at += 1
    this.skipSpace()
    if (this.#take(']')) return items
    for (;;) {
      items.push(this.value(depth + 1))
      this.skipSpace()
      if (this.#take(']')) return items
      if (!this.#take(',')) this.#fail('after array element')
    }
  }

  #string(): string {
    const start = this.#at
    let i = start + 1
    for (; i < this.#text.length; i++) {
      const code = this.#text.charCodeAt(i)
      if (code === 0x22) break
      if (code < 0x20) {
        this.#at = i
        this.#fail('in string literal')
      }
      if (code === 0x5c) i += 1
    }
    if (i >= this.#text.length) throw new Malformed('unexpected EOF')
    this.#at = i + 1
    return this.#unquote(this.#text.slice(start, i + 1))
  }

  #unquote(literal: string): string {
    if (!literal.includes('\\')) return literal.slice(1, -1)
    try {
      const value: unknown = JSON.parse(literal)
      return String(value)
    } catch {
      throw new Malformed('invalid character in string escape code')
    }
  }

  #word<T extends Json>(word: string, value: T): T {
    for (const letter of word) {
      if (this.atEnd()) throw new Malformed('unexpected EOF')
      if (!this.#take(letter)) this.#fail(`in literal ${word} (expecting '${letter}')`)
    }
    return value
  }

  #number(): Json {
    const match = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/.exec(this.#text.slice(this.#at, this.#at + 400))
    if (!match) {
      if (this.atEnd()) throw new Malformed('unexpected EOF')
      this.#fail('looking for beginning of value')
    }
    const text = match[0]
    this.#at += text.length
    const value = Number(text)
    const whole = match[2] === undefined && match[3] === undefined
    return whole && !Number.isSafeInteger(value) ? BigInt(text) : value
  }

  #take(character: string): boolean {
    if (this.#text[this.#at] !== character) return false
    this.#at += 1
    return true
  }

  #fail(where: string): never {
    const character = this.#text[this.#at]
    if (character === undefined) throw new Malformed('unexpected EOF')
    throw new Malformed(`invalid character ${quoted(character)} ${where}`)
  }
}

function quoted(character: string): string {
  if (character === "'") return `'\\''`
  if (character === '"') return `'"'`
  return `'${JSON.stringify(character).slice(1, -1)}'`
}

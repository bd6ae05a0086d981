// JSON as Nomad's encoder writes it: keys sorted, 64-bit integers with all digits, integral floats as `1.0`, U+2028/9 escaped.
// Rows never change, so the text of a row can be kept as long as the row lives. Rules: client-surface §1.5.

/** What the encoder takes. `undefined` members are left out. */
export type Wire =
  | null
  | undefined
  | boolean
  | number
  | bigint
  | string
  | Float
  | Raw
  | readonly Wire[]
  | { readonly [key: string]: Wire }

/** A number that Nomad holds as a float: a whole one is written with `.0`. */
export class Float {
  readonly value: number

  constructor(value: number) {
    this.value = value
  }
}

/** A value of any shape, as Nomad holds it: it knows no integers there. */
export function floating(value: Wire): Wire {
  if (typeof value === 'number' || typeof value === 'bigint') return new Float(Number(value))
  if (typeof value !== 'object' || value === null || value instanceof Float || value instanceof Raw) return value
  if (isList(value)) return value.map(floating)
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, floating(member)]))
}

/** JSON text that is ready to be sent. */
export class Raw {
  #text: string
  #bytes: Buffer | undefined

  constructor(text: string) {
    this.#text = text
  }

  get text(): string {
    return this.#bytes?.toString() ?? this.#text
  }

  /** The text as it goes over a wire; made once, and kept in place of the text. */
  get bytes(): Uint8Array {
    this.#bytes ??= ownBytes(this.#text)
    this.#text = ''
    return this.#bytes
  }
}

/** Whether a value is a list of nothing but ready texts. */
export function isRawList(value: Wire): value is readonly Raw[] {
  return Array.isArray(value) && value.every((item) => item instanceof Raw)
}

// A row lives longer than what else would share a piece of memory with it.
function ownBytes(text: string): Buffer {
  const bytes = Buffer.allocUnsafeSlow(Buffer.byteLength(text))
  bytes.write(text)
  return bytes
}

/** The JSON of a list of ready texts, as bytes. */
export function encodeRows(rows: readonly Raw[]): Uint8Array {
  const lengths = rows.reduce((sum, { bytes }) => sum + bytes.length, 0)
  const list = Buffer.allocUnsafe(lengths + Math.max(rows.length - 1, 0) + 2)
  let end = list.write('[')
  for (const { bytes } of rows) {
    if (end > 1) end += list.write(',', end)
    list.set(bytes, end)
    end += bytes.length
  }
  list.write(']', end)
  return list
}

/** The JSON text of a value. */
export function encode(value: Wire): string {
  if (value === null || value === undefined) return 'null'
  if (typeof value === 'string') return encodeString(value)
  return typeof value === 'object' ? encodeObject(value) : String(value)
}

/** The JSON text of a value with two spaces of indentation a level, as `?pretty` asks. */
export function pretty(text: string): string {
  return indent(text)
}

function encodeObject(value: Exclude<Wire, null | undefined | string | number | bigint | boolean>): string {
  if (value instanceof Float) return encodeFloat(value.value)
  if (value instanceof Raw) return value.text
  if (isList(value)) return `[${value.map(encode).join(',')}]`
  // Joined, not added up: a text that is kept for its row must lie in one piece, or every list copies it crumb by crumb.
  const members: string[] = []
  for (const key of sorted(Object.keys(value))) {
    const member = value[key]
    if (member !== undefined) members.push(`${encodeString(key)}:${encode(member)}`)
  }
  return `{${members.join(',')}}`
}

// Most objects are written down in the order in which they are sent.
function sorted(keys: string[]): readonly string[] {
  for (let place = 1; place < keys.length; place += 1)
    if ((keys[place - 1] ?? '') > (keys[place] ?? '')) return keys.sort()
  return keys
}

function isList(value: object): value is readonly Wire[] {
  return Array.isArray(value)
}

// Plain digits up to 1e21, an exponent of at least two digits beyond.
function encodeFloat(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e21) return `${BigInt(value)}.0`
  return String(value).replace(/e([+-])(\d)$/, 'e$10$2')
}

// Nearly all texts stand in JSON as they are.
const plain = /^[ !#-[\]-~]*$/

function encodeString(value: string): string {
  if (plain.test(value)) return `"${value}"`
  const text = JSON.stringify(value)
  if (!/[\u2028\u2029]/.test(text)) return text
  return text.replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')
}

// Works on the text, so that numbers keep every digit: strings are passed over whole, brackets change the depth.
function indent(text: string): string {
  let result = ''
  let depth = 0
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|\{\}|\[\]|[{}[\],:]|[^"{}[\],:]+/g)) {
    if (token === '}' || token === ']') depth -= 1
    if (token === '{' || token === '[') depth += 1
    result += spaced(token, '    '.repeat(depth))
  }
  return result
}

function spaced(token: string, margin: string): string {
  if (token === '{' || token === '[' || token === ',') return `${token}\n${margin}`
  if (token === '}' || token === ']') return `\n${margin}${token}`
  return token === ':' ? ': ' : token
}

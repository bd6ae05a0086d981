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

/** JSON text that is ready to be sent. */
export class Raw {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

/** The JSON text of a value. */
export function encode(value: Wire): string {
  if (value === null || value === undefined) return 'null'
  switch (typeof value) {
    case 'string':
      return encodeString(value)
    case 'number':
    case 'bigint':
    case 'boolean':
      return String(value)
    case 'object':
      return encodeObject(value)
  }
}

/** The JSON text of a value with two spaces of indentation a level, as `?pretty` asks. */
export function pretty(text: string): string {
  return indent(text)
}

function encodeObject(value: Exclude<Wire, null | undefined | string | number | bigint | boolean>): string {
  if (value instanceof Float) return encodeFloat(value.value)
  if (value instanceof Raw) return value.text
  if (isList(value)) return `[${value.map(encode).join(',')}]`
  let text = '{'
  for (const key of Object.keys(value).sort()) {
    const member = value[key]
    if (member === undefined) continue
    text += `${text.length > 1 ? ',' : ''}${encodeString(key)}:${encode(member)}`
  }
  return `${text}}`
}

function isList(value: object): value is readonly Wire[] {
  return Array.isArray(value)
}

function encodeFloat(value: number): string {
  return Number.isInteger(value) ? `${value}.0` : String(value)
}

function encodeString(value: string): string {
  const text = JSON.stringify(value)
  if (!/[\u2028\u2029]/.test(text)) return text
  return text.replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')
}

// Works on the text, so that numbers keep every digit.
function indent(text: string): string {
  let result = ''
  let depth = 0
  for (let i = 0; i < text.length; i++) {
    const character = text[i] ?? ''
    if (character === '"') {
      const end = endOfString(text, i)
      result += text.slice(i, end)
      i = end - 1
    } else if (character === '{' || character === '[') {
      const closed = text[i + 1] === '}' || text[i + 1] === ']'
      depth += closed ? 0 : 1
      result += closed ? character + text[i + 1] : `${character}\n${'    '.repeat(depth)}`
      i += closed ? 1 : 0
    } else if (character === '}' || character === ']') {
      depth -= 1
      result += `\n${'    '.repeat(depth)}${character}`
    } else if (character === ',') result += `,\n${'    '.repeat(depth)}`
    else if (character === ':') result += ': '
    else result += character
  }
  return result
}

function endOfString(text: string, start: number): number {
  let i = start + 1
  while (text[i] !== '"') i += text[i] === '\\' ? 2 : 1
  return i + 1
}

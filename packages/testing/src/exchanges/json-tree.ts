// JSON as it was written: numbers keep their spelling and objects the order of their keys, so that two texts can be compared
// beyond what they mean. Rules: oracle/README-http §4.1.

/** A number, as it was spelled. */
export interface TreeNumber {
  readonly kind: 'number'
  readonly text: string
}

export interface TreeObject {
  readonly kind: 'object'
  readonly members: readonly (readonly [key: string, value: Tree])[]
}

export interface TreeList {
  readonly kind: 'list'
  readonly items: readonly Tree[]
}

/** Any JSON value. */
export type Tree = TreeObject | TreeList | TreeNumber | string | boolean | null

/** The value of a text; undefined when the text is no JSON. */
export function readTree(text: string): Tree | undefined {
  const cursor: Cursor = { text, at: 0 }
  try {
    const value = readValue(cursor)
    skip(cursor, /[ \t\r\n]*/y)
    return cursor.at === text.length ? value : undefined
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

interface Cursor {
  readonly text: string
  at: number
}

function skip(cursor: Cursor, pattern: RegExp): string {
  pattern.lastIndex = cursor.at
  const found = pattern.exec(cursor.text)?.[0] ?? ''
  cursor.at += found.length
  return found
}

function expectToken(cursor: Cursor, pattern: RegExp): string {
  const found = skip(cursor, pattern)
  if (found === '') throw new SyntaxError(`nothing that fits at ${cursor.at}`)
  return found.trim()
}

function readValue(cursor: Cursor): Tree {
  const token = expectToken(
    cursor,
    /[ \t\r\n]*(?:[[{]|"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)/y,
  )
  if (token === '{') return { kind: 'object', members: readMembers(cursor) }
  if (token === '[') return { kind: 'list', items: readItems(cursor) }
  if (token.startsWith('"')) return textOf(token)
  if (token === 'null') return null
  if (token === 'true' || token === 'false') return token === 'true'
  return { kind: 'number', text: token }
}

function textOf(literal: string): string {
  const value: string = JSON.parse(literal)
  return value
}

function readMembers(cursor: Cursor): TreeObject['members'] {
  const members: [string, Tree][] = []
  if (skip(cursor, /[ \t\r\n]*\}/y) !== '') return members
  do {
    const key = textOf(expectToken(cursor, /[ \t\r\n]*"(?:[^"\\]|\\.)*"/y))
    expectToken(cursor, /[ \t\r\n]*:/y)
    members.push([key, readValue(cursor)])
  } while (expectToken(cursor, /[ \t\r\n]*[,}]/y) === ',')
  return members
}

function readItems(cursor: Cursor): readonly Tree[] {
  const items: Tree[] = []
  if (skip(cursor, /[ \t\r\n]*\]/y) !== '') return items
  do items.push(readValue(cursor))
  while (expectToken(cursor, /[ \t\r\n]*[,\]]/y) === ',')
  return items
}

export function isObject(value: Tree | undefined): value is TreeObject {
  return typeof value === 'object' && value !== null && value.kind === 'object'
}

export function isList(value: Tree | undefined): value is TreeList {
  return typeof value === 'object' && value !== null && value.kind === 'list'
}

export function isNumber(value: Tree | undefined): value is TreeNumber {
  return typeof value === 'object' && value !== null && value.kind === 'number'
}

/** The value under a key; undefined when absent, or when this is no object. */
export function member(value: Tree | undefined, key: string): Tree | undefined {
  return isObject(value) ? value.members.find(([name]) => name === key)?.[1] : undefined
}

export function keysOf({ members }: TreeObject): readonly string[] {
  return members.map(([key]) => key)
}

/** What a value is, in a word. */
export function kindOf(value: Tree): string {
  if (value === null) return 'null'
  return typeof value === 'object' ? value.kind : typeof value
}

/** The JSON text: on one line, or with four spaces of indentation. */
export function writeTree(value: Tree, indent?: number): string {
  if (typeof value === 'string') return writeText(value)
  if (value === null || typeof value === 'boolean') return String(value)
  if (value.kind === 'number') return value.text
  const inner = indent === undefined ? undefined : indent + 4
  if (value.kind === 'list')
    return bracketed(
      '[]',
      value.items.map((item) => writeTree(item, inner)),
      indent,
    )
  const colon = indent === undefined ? ':' : ': '
  const members = value.members.map(([key, item]) => writeText(key) + colon + writeTree(item, inner))
  return bracketed('{}', members, indent)
}

function bracketed(brackets: '[]' | '{}', parts: readonly string[], indent: number | undefined): string {
  if (parts.length === 0) return brackets
  const before = indent === undefined ? '' : `\n${' '.repeat(indent + 4)}`
  const after = indent === undefined ? '' : `\n${' '.repeat(indent)}`
  return brackets[0] + parts.map((part) => before + part).join(',') + after + brackets[1]
}

// As Go writes it without escaping HTML; the two line separators are escaped all the same.
function writeText(text: string): string {
  return JSON.stringify(text).replace(/[\u2028\u2029]/g, (mark) => `\\u${mark.charCodeAt(0).toString(16)}`)
}

/** How a text lays out its value. */
export function layoutOf(text: string, value: Tree): string {
  const compact = writeTree(value)
  if (text === compact) return 'compact'
  if (text === `${compact}\n`) return 'compact with a newline'
  const indented = writeTree(value, 0)
  if (text === `${indented}\n`) return 'indented with a newline'
  return text === indented ? 'indented' : 'other'
}

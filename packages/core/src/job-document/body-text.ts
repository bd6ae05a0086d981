// Reads the first JSON value of a text into a body, as Go's decoder does: what follows it is ignored, and errors have
// its texts. Rules: semantics/4 §1.2, client-surface §2.7.

import type { Body } from './body.ts'

/** A body, or why there is none. */
export type ReadBody = { readonly ok: true; readonly body: Body } | { readonly ok: false; readonly text: string }

/** Nesting deeper than this is refused. Go's limit is ten times that: more than anybody sends, and more than the stack holds here. */
const depthMax = 1_000

interface Cursor {
  readonly text: string
  at: number
  /** The first error; once it is set, reading stops. */
  error: string | undefined
}

/** Reads one JSON value. */
export function readBody(text: string): ReadBody {
  if (text === '') return { ok: false, text: 'Request body is empty' }
  const cursor: Cursor = { text, at: 0, error: undefined }
  skipSpace(cursor)
  if (cursor.at >= text.length) return { ok: false, text: 'EOF' }
  const body = readValue(cursor, 0)
  return cursor.error === undefined ? { ok: true, body } : { ok: false, text: cursor.error }
}

function readValue(cursor: Cursor, depth: number): Body {
  if (depth > depthMax) return fail(cursor, 'exceeded max depth')
  skipSpace(cursor)
  switch (cursor.text[cursor.at]) {
    case '{':
      return readObject(cursor, depth)
    case '[':
      return readList(cursor, depth)
    case '"':
      return readString(cursor)
    case 't':
      return readWord(cursor, 'true', true)
    case 'f':
      return readWord(cursor, 'false', false)
    case 'n':
      return readWord(cursor, 'null', null)
    default:
      return readNumber(cursor)
  }
}

function readObject(cursor: Cursor, depth: number): Body {
  const members: [string, Body][] = []
  cursor.at += 1
  skipSpace(cursor)
  if (take(cursor, '}')) return { kind: 'object', members }
  while (cursor.error === undefined) {
    skipSpace(cursor)
    if (cursor.text[cursor.at] !== '"') return unexpected(cursor, 'looking for beginning of object key string')
    const key = readString(cursor)
    skipSpace(cursor)
    if (!take(cursor, ':')) return unexpected(cursor, 'after object key')
    members.push([key, readValue(cursor, depth + 1)])
    skipSpace(cursor)
    if (take(cursor, '}')) break
    if (!take(cursor, ',')) return unexpected(cursor, 'after object key:value pair')
  }
  return { kind: 'object', members }
}

function readList(cursor: Cursor, depth: number): Body {
  const items: Body[] = []
  cursor.at += 1
  skipSpace(cursor)
  if (take(cursor, ']')) return { kind: 'list', items }
  while (cursor.error === undefined) {
    items.push(readValue(cursor, depth + 1))
    skipSpace(cursor)
    if (take(cursor, ']')) break
    if (!take(cursor, ',')) return unexpected(cursor, 'after array element')
  }
  return { kind: 'list', items }
}

function readString(cursor: Cursor): string {
  const start = cursor.at + 1
  let value = ''
  let from = start
  for (let i = start; ; i += 1) {
    const code = cursor.text.charCodeAt(i)
    if (Number.isNaN(code)) return failText(cursor, i, '')
    if (code === 0x22) {
      cursor.at = i + 1
      return wellFormed(value + cursor.text.slice(from, i))
    }
    if (code < 0x20) return failText(cursor, i, 'in string literal')
    if (code !== 0x5c) continue
    const escaped = readEscape(cursor, i + 1)
    if (escaped === undefined) return ''
    value += cursor.text.slice(from, i) + escaped.character
    i = escaped.last
    from = i + 1
  }
}

const escapes: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
}

function readEscape(cursor: Cursor, at: number): { character: string; last: number } | undefined {
  const letter = cursor.text[at] ?? ''
  const plain = Object.hasOwn(escapes, letter) ? escapes[letter] : undefined
  if (plain !== undefined) return { character: plain, last: at }
  if (letter !== 'u') {
    failText(cursor, at, 'in string escape code')
    return undefined
  }
  for (let i = at + 1; i <= at + 4; i += 1) {
    if (/^[0-9a-fA-F]$/.test(cursor.text[i] ?? '')) continue
    failText(cursor, i, 'in \\u hexadecimal character escape')
    return undefined
  }
  const code = Number.parseInt(cursor.text.slice(at + 1, at + 5), 16)
  return { character: String.fromCharCode(code), last: at + 4 }
}

/** A lone surrogate becomes U+FFFD. */
function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\ufffd')
}

function readWord<T extends Body>(cursor: Cursor, word: string, value: T): T {
  for (const letter of word) {
    if (take(cursor, letter)) continue
    unexpected(cursor, `in literal ${word} (expecting '${letter}')`)
    return value
  }
  return value
}

function readNumber(cursor: Cursor): Body {
  const pattern = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
  pattern.lastIndex = cursor.at
  const [literal] = pattern.exec(cursor.text) ?? []
  if (literal === undefined) return unexpected(cursor, 'looking for beginning of value')
  cursor.at += literal.length
  return { kind: 'number', literal }
}

function skipSpace(cursor: Cursor): void {
  while (' \t\r\n'.includes(cursor.text[cursor.at] ?? 'x')) cursor.at += 1
}

function take(cursor: Cursor, character: string): boolean {
  if (cursor.text[cursor.at] !== character) return false
  cursor.at += 1
  return true
}

function fail(cursor: Cursor, text: string): null {
  cursor.error ??= text
  return null
}

function failText(cursor: Cursor, at: number, where: string): string {
  cursor.at = at
  unexpected(cursor, where)
  return ''
}

function unexpected(cursor: Cursor, where: string): null {
  const character = cursor.text[cursor.at]
  if (character === undefined) return fail(cursor, 'unexpected EOF')
  return fail(cursor, `invalid character ${quoted(character)} ${where}`)
}

function quoted(character: string): string {
  if (character === "'") return "'\\''"
  if (character === '"') return `'"'`
  return `'${JSON.stringify(character).slice(1, -1)}'`
}

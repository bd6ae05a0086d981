// Compares texts up to the names, UUIDs and indexes in them. Rules: oracle/README-http §4.2.

import type { Bindings, Renaming } from './bindings.ts'

const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'
const token = new RegExp(
  `${uuid}|dispatch-(?:[\\w-]*-)?\\d{10}-[0-9a-f]{8}|periodic-\\d{10}|127\\.0\\.0\\.1:\\d+|v1:\\d{6,}`,
  'g',
)
const indexInText = /((?:modify|reset) index:? )(\d+)/g
const restartDelay = /Task restarting in [0-9.]+[mµn]?s/g

/** Whether the whole text is a UUID. */
export function isUuid(text: string): boolean {
  return text.length === 36 && new RegExp(`^${uuid}$`).test(text)
}

/** Whether a text holds something that is made up anew on every server. */
export function hasToken(text: string): boolean {
  return text.search(token) >= 0
}

/** The recorded text as it should read here; a UUID that is not bound yet stays. */
export function translated(text: string, bindings: Bindings): string {
  return renamed(text, bindings.renamings, 0).replace(token, (found) => bindings.boundTo(found) ?? found)
}

/** The text with tokens blotted out and names as they are here: what it says beside what it names. */
export function anonymous(text: string, renamings: readonly Renaming[], side: 0 | 1): string {
  return renamed(text, renamings, side).replace(token, '@')
}

function renamed(text: string, renamings: readonly Renaming[], side: 0 | 1): string {
  return renamings.reduce((line, renaming) => line.replaceAll(renaming[side], renaming[1]), text)
}

/** What keeps two texts from being equal; undefined when they are. */
export function textDifference(recorded: string, actual: string, bindings: Bindings): string | undefined {
  const want = marked(recorded, bindings.renamings, 0)
  const got = marked(actual, bindings.renamings, 1)
  if (!indexesFit(want, got, bindings)) return 'index order'
  const plainWant = want.replace(indexInText, '$1#')
  const plainGot = got.replace(indexInText, '$1#')
  if (plainWant.replace(token, '\u0000') !== plainGot.replace(token, '\u0000')) return 'text'
  const gotTokens = plainGot.match(token) ?? []
  const fits = (plainWant.match(token) ?? []).every(
    (name, at) => isFree(name) || bindings.bind(name, gotTokens[at] ?? ''),
  )
  return fits ? undefined : 'binding'
}

// Names are set apart by marks, so that a name that happens to stand inside another word is not taken for it.
function marked(text: string, renamings: readonly Renaming[], side: 0 | 1): string {
  const named = renamings.reduce(
    (line, renaming) => line.replaceAll(renaming[side], `\u0001${renaming[1]}\u0001`),
    text,
  )
  return named.replace(restartDelay, 'Task restarting in #')
}

function isFree(name: string): boolean {
  return name.startsWith('127.') || name.startsWith('v1:')
}

function indexesFit(want: string, got: string, bindings: Bindings): boolean {
  const wanted = [...want.matchAll(indexInText)]
  const found = [...got.matchAll(indexInText)]
  if (wanted.length !== found.length) return true
  return wanted.every(([, , recorded = '0'], at) => {
    const actual = found[at]?.[2] ?? '0'
    return recorded === actual || bindings.weak(BigInt(recorded), BigInt(actual))
  })
}

// Texts between double quotes with Go's escapes. Rules: client-surface §2.6.

/** What stands between double quotes, read as Go reads it; undefined when it cannot. */
export function unquoted(text: string): string | undefined {
  if (text.includes('\n')) return undefined
  const pieces = text.match(/\\(?:[abfnrtv\\]|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[0-7]{3})|[^\\]/gu) ?? []
  if (pieces.join('') !== text) return undefined
  return pieces.map((piece) => (piece.startsWith('\\') ? escaped(piece.slice(1)) : piece)).join('')
}

function escaped(code: string): string {
  const simple = simpleEscapes.get(code)
  if (simple !== undefined) return simple
  const point = /^[xuU]/.test(code) ? Number.parseInt(code.slice(1), 16) : Number.parseInt(code, 8)
  return point > 0x10ffff ? '\ufffd' : String.fromCodePoint(point)
}

const simpleEscapes: ReadonlyMap<string, string> = new Map([
  ['a', '\u0007'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['v', '\v'],
  ['\\', '\\'],
])

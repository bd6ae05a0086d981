// Whether Go would compile a regular expression, and what it says when not. Constructs that Go knows and that are not
// listed here are taken for right. Rules: semantics/4 §1.8 "Regular expression failed to compile".

interface Scan {
  readonly pattern: string
  at: number
  depth: number
  /** Where the item that may be repeated begins; undefined when there is none. */
  item: number | undefined
  /** Where the last repetition begins, when it ends right here. */
  repeated: number | undefined
}

/** The compiler's error, or undefined. */
export function regexpError(pattern: string): string | undefined {
  const scan: Scan = { pattern, at: 0, depth: 0, item: undefined, repeated: undefined }
  while (scan.at < pattern.length) {
    const error = next(scan)
    if (error !== undefined) return `error parsing regexp: ${error}`
  }
  return scan.depth > 0 ? `error parsing regexp: missing closing ): \`${pattern}\`` : undefined
}

function next(scan: Scan): string | undefined {
  const { pattern, at } = scan
  switch (pattern.charAt(at)) {
    case '(':
      return open(scan)
    case ')':
      if (scan.depth === 0) return `unexpected ): \`${pattern}\``
      scan.depth -= 1
      return pass(scan, 1, at)
    case '[':
      return characterClass(scan)
    case '\\':
      return escapeSequence(scan)
    case '|':
      return pass(scan, 1, undefined)
    case '*':
    case '+':
    case '?':
      return repeat(scan, 1)
    case '{':
      return counted(scan)
    default:
      return pass(scan, 1, at)
  }
}

function pass(scan: Scan, length: number, item: number | undefined): undefined {
  scan.at += length
  scan.item = item
  scan.repeated = undefined
  return undefined
}

function open(scan: Scan): string | undefined {
  const rest = scan.pattern.slice(scan.at)
  const [group] = /^\((?:\?(?:P?<\w+>|[imsU]*(?:-[imsU]+)?[:)]))?/.exec(rest) ?? ['(']
  if (group === '(' && rest.startsWith('(?')) {
    const [bad] = /^\(\?P?<[^>]*>?|^\(\?[^:)]?[=!]?/.exec(rest) ?? ['(?']
    const isNamed = /^\(\?P?<[^=!]/.test(rest)
    return `${isNamed ? 'invalid named capture' : 'invalid or unsupported Perl syntax'}: \`${bad}\``
  }
  if (!group.endsWith(')')) scan.depth += 1
  return pass(scan, group.length, undefined)
}

function characterClass(scan: Scan): string | undefined {
  const rest = scan.pattern.slice(scan.at)
  const [found] = /^\[\^?\]?(?:\\.|\[:\^?\w+:\]|[^\]\\])*\]/su.exec(rest) ?? []
  if (found === undefined) return `missing closing ]: \`${rest}\``
  for (const [range, low = '', high = ''] of found.slice(1, -1).matchAll(/([^\\])-([^\\\]])/gu)) {
    if (low > high) return `invalid character class range: \`${range}\``
  }
  return pass(scan, found.length, scan.at)
}

function escapeSequence(scan: Scan): string | undefined {
  const rest = scan.pattern.slice(scan.at)
  if (rest === '\\') return 'trailing backslash at end of expression: ``'
  const [found] =
    /^\\(?:[pP](?:\{\^?\w+\}|\w)|x(?:\{[0-9a-fA-F]+\}|[0-9a-fA-F]{2})|[0-7]{1,3}|Q.*?(?:\\E|$)|[AbBzafnrtvdDsSwWC]|[^A-Za-z0-9])/su.exec(
      rest,
    ) ?? []
  return found === undefined ? `invalid escape sequence: \`${rest.slice(0, 2)}\`` : pass(scan, found.length, scan.at)
}

function repeat(scan: Scan, length: number): string | undefined {
  const { pattern, at, item, repeated } = scan
  const lazy = pattern.charAt(at + length) === '?' ? 1 : 0
  const operator = pattern.slice(at, at + length + lazy)
  if (repeated !== undefined) return `invalid nested repetition operator: \`${pattern.slice(repeated, at)}${operator}\``
  if (item === undefined) return `missing argument to repetition operator: \`${operator}\``
  scan.at += operator.length
  scan.repeated = at
  return undefined
}

function counted(scan: Scan): string | undefined {
  const rest = scan.pattern.slice(scan.at)
  const match = /^\{(\d+),?(\d*)\}/.exec(rest)
  if (!match) return pass(scan, 1, scan.at)
  const [found, low, high] = match
  const most = high === '' ? low : high
  const isWrong = Number(low) > 1000 || Number(most) > 1000 || Number(most) < Number(low)
  return isWrong ? `invalid repeat count: \`${found}\`` : repeat(scan, found.length)
}

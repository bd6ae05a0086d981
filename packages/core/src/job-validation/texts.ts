// How error texts are joined, nested and quoted: Nomad's multi-error lists and Go's quoting. Rules: semantics/4 §1.7,
// §1.9.

/** Errors of one level as one text, or undefined when there are none. Nested lists keep their two trailing newlines. */
export function errorList(errors: readonly string[]): string | undefined {
  if (errors.length === 0) return undefined
  const count = errors.length === 1 ? '1 error' : `${errors.length} errors`
  return `${count} occurred:\n\t* ${errors.join('\n\t* ')}\n\n`
}

/** The errors of an inner level as one error of the outer one, behind a prefix. */
export function nested(prefix: string, errors: readonly string[]): readonly string[] {
  const list = errorList(errors)
  return list === undefined ? [] : [prefix + list]
}

/** Warnings as one text; empty when there are none. A text that is itself a list is trimmed. */
export function warningList(warnings: readonly string[]): string {
  if (warnings.length === 0) return ''
  const count = warnings.length === 1 ? '1 warning' : `${warnings.length} warnings`
  return `${count}:\n${warnings.map((warning) => `\n* ${warning.trim()}`).join('')}`
}

/** A condition that must not hold, and what is said when it does. */
export type Rule = readonly [broken: boolean, text: string]

/** The texts of the rules that are broken, in their order. */
export function broken(rules: readonly Rule[]): readonly string[] {
  return rules.filter(([isBroken]) => isBroken).map(([, text]) => text)
}

/** The text of the first rule that is broken. */
export function firstBroken(rules: readonly Rule[]): string | undefined {
  return rules.find(([isBroken]) => isBroken)?.[1]
}

const letters: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\u0007': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
}

/** A text as Go's `%q` prints it. */
export function quote(text: string): string {
  return `"${text.replace(/["\\]|(?! )[\p{C}\p{Z}]/gu, quoteCharacter)}"`
}

function quoteCharacter(character: string): string {
  const known = letters[character]
  if (known !== undefined) return known
  const code = character.codePointAt(0) ?? 0
  if (code < 0x80) return `\\x${code.toString(16).padStart(2, '0')}`
  return code < 0x10000 ? `\\u${code.toString(16).padStart(4, '0')}` : `\\U${code.toString(16).padStart(8, '0')}`
}

/** Texts as Go's `%q` prints a list. */
export function quoteAll(texts: readonly string[]): string {
  return `[${texts.map(quote).join(' ')}]`
}

/** The length of a text in bytes. */
export function byteLength(text: string): number {
  let length = 0
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0
    length += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4
  }
  return length
}

// The words of a policy text: HashiCorp's older configuration language (HCL 1), which policies are written in. Places are told as
// that language's own reader tells them, because its error texts name them.

/** What a word is, by the name that error texts give it. */
export type TokenKind =
  | 'EOF'
  | 'IDENT'
  | 'NUMBER'
  | 'FLOAT'
  | 'BOOL'
  | 'STRING'
  | 'HEREDOC'
  | 'LBRACK'
  | 'LBRACE'
  | 'COMMA'
  | 'PERIOD'
  | 'RBRACK'
  | 'RBRACE'
  | 'ASSIGN'
  | 'ADD'
  | 'SUB'
  | 'ILLEGAL'

/** One word: as it stands in the text, what it means, and where it begins. */
export interface Token {
  readonly kind: TokenKind
  readonly text: string
  readonly value: string
  readonly line: number
  readonly column: number
}

const marks: ReadonlyMap<string, TokenKind> = new Map([
  ['[', 'LBRACK'],
  ['{', 'LBRACE'],
  [',', 'COMMA'],
  ['.', 'PERIOD'],
  [']', 'RBRACK'],
  ['}', 'RBRACE'],
  ['=', 'ASSIGN'],
  ['+', 'ADD'],
  ['-', 'SUB'],
])

const blank = /(?:[ \t\r\n]+|(?:#|\/\/)[^\n]*|\/\*[\s\S]*?\*\/)+/y
const identifier = /[\p{L}_][\p{L}\p{Nd}_.-]*/uy
const number = /-?(?:0[xX][0-9a-fA-F]+|\d+(\.\d+)?([eE][+-]?\d+)?)/y
const quoted = /"(?:\\[\s\S]|\$\{[^}]*\}|\$(?!\{)|[^"\\\n$])*"/y
const heredoc = /<<(-?)([^\n]+)\n/y

/** Reads words one after the other; at the end of the text it goes on to answer `EOF`. */
export class TokenReader {
  readonly #text: string
  #at = 0
  /** How often the end was read: each time it lies one column further. */
  #ends = 0
  /** A place that was told before, from which later ones are counted. */
  #told = { at: 0, line: 1, column: 1 }
  /** The first fault of a word, with its place. It outranks whatever the grammar makes of the rest. */
  fault: string | undefined

  constructor(text: string) {
    this.#text = text
  }

  next(): Token {
    this.#match(blank)
    const start = this.#at
    const char = this.#text[start]
    if (char === undefined) return this.#end()
    if (char === '"') return this.#quoted(start)
    if (this.#text.startsWith('<<', start)) return this.#heredoc(start)
    const word = this.#match(identifier)
    if (word !== undefined) return this.#token(start, word === 'true' || word === 'false' ? 'BOOL' : 'IDENT')
    const digits = this.#match(number)
    if (digits !== undefined) return this.#token(start, /[.eE]/.test(digits) ? 'FLOAT' : 'NUMBER')
    this.#at += 1
    const kind = marks.get(char)
    if (kind === undefined)
      this.#fail(start, this.#text.startsWith('/*', start) ? 'comment not terminated' : 'illegal character')
    return this.#token(start, kind ?? 'ILLEGAL')
  }

  #quoted(start: number): Token {
    const text = this.#match(quoted)
    if (text !== undefined) return this.#token(start, 'STRING', unquoted(text))
    return this.#unterminated(start, 'literal')
  }

  #heredoc(start: number): Token {
    const opening = this.#match(heredoc)
    const [, dash = '', name = ''] = /^<<(-?)([^\n]+)\n$/.exec(opening ?? '') ?? []
    const rest = this.#text.slice(this.#at)
    const close = new RegExp(`^[ \\t]*${name.trim().replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&')}[ \\t]*$`, 'mu').exec(
      rest,
    )
    if (opening === undefined || !close) return this.#unterminated(start, 'heredoc')
    this.#at += close.index + close[0].length
    const body = rest.slice(0, close.index)
    return this.#token(start, 'HEREDOC', dash === '' ? body : body.replaceAll(/^[ \t]+/gm, ''))
  }

  #end(): Token {
    this.#ends += 1
    const { line, column } = this.#place(this.#at)
    return { kind: 'EOF', text: '', value: '', line, column: column + this.#ends - 1 }
  }

  #unterminated(start: number, what: string): Token {
    this.#at = this.#text.length
    this.#fail(this.#at, `${what} not terminated`)
    return this.#token(start, 'ILLEGAL')
  }

  // A word means what stands there unless it is said otherwise.
  #token(start: number, kind: TokenKind, value?: string): Token {
    const text = this.#text.slice(start, this.#at)
    return { kind, text, value: value ?? text, ...this.#place(start) }
  }

  #fail(at: number, fault: string): void {
    const { line, column } = this.#place(at)
    this.fault ??= `At ${line}:${column}: ${fault}`
  }

  #place(at: number): { readonly line: number; readonly column: number } {
    let { line, column } = this.#told
    for (const char of this.#text.slice(this.#told.at, at)) {
      line = char === '\n' ? line + 1 : line
      column = char === '\n' ? 1 : column + 1
    }
    this.#told = { at, line, column }
    return { line, column }
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at
    const found = pattern.exec(this.#text)?.[0]
    if (found !== undefined) this.#at += found.length
    return found
  }
}

function unquoted(text: string): string {
  return text.slice(1, -1).replaceAll(/\\(.)/gsu, (_whole, escaped: string) => escapes.get(escaped) ?? escaped)
}

const escapes: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['t', '\t'],
  ['r', '\r'],
])

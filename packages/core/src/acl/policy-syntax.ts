// The shape of a policy text, in either of its two spellings: blocks and assignments (HCL 1), or JSON. What the blocks mean is
// the business of `policy-rules.ts`.

import type { Body } from '../job-document/body.ts'
import { readBody } from '../job-document/body-text.ts'
import { type Token, type TokenKind, TokenReader } from './policy-tokens.ts'

/** A value; a block and an assigned object are the same. */
export type PolicyValue = string | readonly PolicyValue[] | PolicyObject

/** What stands between braces. */
export interface PolicyObject {
  readonly items: readonly PolicyItem[]
}

/** A key, or a block's type and its label, with the value. */
export interface PolicyItem {
  readonly keys: readonly string[]
  readonly value: PolicyValue
}

/** Why a text has no shape. */
export interface SyntaxFault {
  readonly fault: string
}

/** Nesting deeper than this is refused. */
const depthMax = 100

/** Reads a whole text. */
export function readPolicySyntax(text: string): PolicyObject | SyntaxFault {
  if (/^\s*\{/.test(text)) return readJson(text)
  const reader = new PolicyReader(text)
  const items = reader.items(false, 0)
  const fault = reader.fault
  return fault === undefined ? { items } : { fault }
}

class PolicyReader {
  readonly #tokens: TokenReader
  #token: Token
  #isAhead = false
  #fault: string | undefined

  constructor(text: string) {
    this.#tokens = new TokenReader(text)
    this.#token = { kind: 'ILLEGAL', text: '', value: '', line: 1, column: 1 }
  }

  get fault(): string | undefined {
    return this.#tokens.fault ?? this.#fault
  }

  items(inBraces: boolean, depth: number): readonly PolicyItem[] {
    const items: PolicyItem[] = []
    while (this.fault === undefined) {
      if (inBraces && this.#peek() === 'RBRACE') break
      const item = this.#item(depth)
      if (!item) break
      items.push(item)
      if (this.#peek() === 'COMMA') this.#scan()
    }
    return items
  }

  #item(depth: number): PolicyItem | undefined {
    const keys = this.#keys()
    if (!keys || this.fault !== undefined) return undefined
    if (this.#token.kind === 'ASSIGN') return { keys, value: this.#value(depth) }
    if (this.#token.kind === 'LBRACE') return { keys, value: this.#object(depth) }
    this.#fail(`key '${keys.join(' ')}' expected start of object ('{') or assignment ('=')`)
    return undefined
  }

  // Undefined at the end of the text; keys without a value are the caller's to complain about.
  #keys(): readonly string[] | undefined {
    const keys: string[] = []
    for (let token = this.#scan(); token.kind === 'IDENT' || token.kind === 'STRING'; token = this.#scan())
      keys.push(token.value)
    const fault = keysFault(keys.length, this.#token.kind)
    if (fault !== undefined) this.#fail(fault)
    return keys.length > 0 ? keys : undefined
  }

  #value(depth: number): PolicyValue {
    const { kind, value } = this.#scan()
    switch (kind) {
      case 'NUMBER':
      case 'FLOAT':
      case 'BOOL':
      case 'STRING':
      case 'HEREDOC':
        return value
      case 'LBRACE':
        return this.#object(depth)
      case 'LBRACK':
        return this.#list(depth)
      default:
        return this.#fail(`Unknown token: ${this.#token.line}:${this.#token.column} ${kind} ${this.#token.text}`)
    }
  }

  #object(depth: number): PolicyObject {
    if (depth > depthMax) this.#fail('too deeply nested')
    const items = this.items(true, depth + 1)
    if (this.fault === undefined && this.#scan().kind !== 'RBRACE')
      this.#fail(`object expected closing RBRACE got: ${this.#token.kind}`)
    return { items }
  }

  #list(depth: number): PolicyValue {
    const list: PolicyValue[] = []
    let needsComma = false
    while (this.fault === undefined) {
      const kind = this.#peek()
      if (kind === 'RBRACK') {
        this.#scan()
        return list
      }
      if (needsComma && kind !== 'COMMA') {
        this.#scan()
        return this.#fail(`error parsing list, expected comma or list end, got: ${kind}`)
      }
      if (needsComma) this.#scan()
      else list.push(this.#value(depth + 1))
      needsComma = !needsComma
    }
    return list
  }

  #peek(): TokenKind {
    if (!this.#isAhead) this.#scan()
    this.#isAhead = true
    return this.#token.kind
  }

  #scan(): Token {
    if (this.#isAhead) this.#isAhead = false
    else this.#token = this.#tokens.next()
    return this.#token
  }

  #fail(fault: string): string {
    this.#fault ??= `At ${this.#token.line}:${this.#token.column}: ${fault}`
    return ''
  }
}

// What is wrong with what stands behind so many keys; a missing value is not.
function keysFault(count: number, kind: TokenKind): string | undefined {
  if (kind === 'EOF' || (kind === 'RBRACE' && count > 0)) return undefined
  if (kind === 'ASSIGN') {
    if (count > 1) return 'nested object expected: LBRACE got: ASSIGN'
    return count === 0 ? 'no object keys found!' : undefined
  }
  if (kind === 'LBRACE') return count === 0 ? 'expected: IDENT | STRING got: LBRACE' : undefined
  return `expected: IDENT | STRING | ASSIGN | LBRACE got: ${kind}`
}

function readJson(text: string): PolicyObject | SyntaxFault {
  const read = readBody(text)
  if (!read.ok) return { fault: read.text }
  const value = policyValue(read.body)
  return isObject(value) ? value : { fault: 'an object is expected' }
}

function policyValue(body: Body): PolicyValue {
  if (body === null) return ''
  if (typeof body !== 'object') return String(body)
  switch (body.kind) {
    case 'number':
      return body.literal
    case 'list':
      return body.items.map(policyValue)
    case 'object':
      return { items: body.members.map(([key, member]) => ({ keys: [key], value: policyValue(member) })) }
  }
}

/** Whether a value is an object or a block. */
export function isObject(value: PolicyValue): value is PolicyObject {
  return typeof value === 'object' && 'items' in value
}

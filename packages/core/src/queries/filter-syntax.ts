// The filter language of Nomad's lists (go-bexpr): text to expression, or where and why it cannot be read.
// Rules: client-surface §2.6.

import { TextReader } from './text-reader.ts'

/** One comparison of a selected value. */
export interface Match {
  readonly kind: 'match'
  /** The parts of the selector. */
  readonly path: readonly string[]
  readonly operator: 'equals' | 'contains' | 'matches' | 'empty' | 'nil'
  readonly negated: boolean
  readonly value: string
}

/** `any` and `all` over a list or a map; a second name stands for the value beside the key or position. */
export interface Quantified {
  readonly kind: 'any' | 'all'
  readonly path: readonly string[]
  readonly names: readonly string[]
  readonly inner: Expression
}

/** A filter as a tree. */
export type Expression =
  | Match
  | Quantified
  | { readonly kind: 'and' | 'or'; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'not'; readonly inner: Expression }

/** Why a text is no filter: the farthest place that was reached, and what could have stood there. */
export interface SyntaxFault {
  readonly fault: string
}

/** Reads a filter. */
export function parseFilter(text: string): Expression | SyntaxFault {
  const reader = new FilterReader(text)
  const expression = reader.whole()
  return expression ?? { fault: reader.fault() }
}

class FilterReader extends TextReader {
  whole(): Expression | undefined {
    this.spaces()
    const expression = this.#or()
    if (!expression) return undefined
    this.spaces()
    if (this.isDone) return expression
    this.miss('EOF')
    return undefined
  }

  #or(): Expression | undefined {
    return this.#chain('or', () => this.#chain('and', () => this.#not()))
  }

  #chain(word: 'and' | 'or', next: () => Expression | undefined): Expression | undefined {
    const left = next()
    if (!left) return undefined
    const start = this.at
    if (!this.#word(word)) {
      this.at = start
      return left
    }
    const right = this.#chain(word, next)
    return right && { kind: word, left, right }
  }

  #not(): Expression | undefined {
    const start = this.at
    if (this.literal('not') && this.spaces() > 0) {
      const inner = this.#not()
      return inner && { kind: 'not', inner }
    }
    this.at = start
    return this.#group() ?? this.#back(start, () => this.#quantified()) ?? this.#back(start, () => this.#match())
  }

  #group(): Expression | undefined {
    if (!this.literal('(')) return undefined
    this.spaces()
    const inner = this.#or()
    this.spaces()
    return inner && this.literal(')') ? inner : undefined
  }

  #quantified(): Expression | undefined {
    const kind = this.literal('any') ? 'any' : this.literal('all') ? 'all' : undefined
    if (!kind || this.spaces() === 0) return undefined
    const path = this.#selector()
    if (!path || !this.#word('as')) return undefined
    const names = this.#names()
    this.spaces()
    if (!names || !this.literal('{')) return undefined
    this.spaces()
    const inner = this.#or()
    this.spaces()
    return inner && this.literal('}') ? { kind, path, names, inner } : undefined
  }

  #names(): readonly string[] | undefined {
    const first = this.#identifier()
    if (first === undefined) return undefined
    const start = this.at
    this.spaces()
    if (!this.literal(',')) {
      this.at = start
      return [first]
    }
    this.spaces()
    const second = this.#identifier()
    return second === undefined ? undefined : [first, second]
  }

  #match(): Expression | undefined {
    const start = this.at
    const path = this.#selector()
    const found = path && (this.#comparison(path) ?? this.#test(path))
    if (found) return found
    this.at = start
    return this.#membership()
  }

  #comparison(path: readonly string[]): Match | undefined {
    const start = this.at
    const symbol = this.#symbol() ?? this.#back(start, () => this.#verb())
    if (!symbol) return this.#rewind(start)
    const value = this.#value()
    return value === undefined ? this.#rewind(start) : { kind: 'match', path, ...symbol, value }
  }

  #symbol(): Pick<Match, 'operator' | 'negated'> | undefined {
    this.spaces()
    const negated = this.literal('!=')
    if (!negated && !this.literal('==')) return undefined
    this.spaces()
    return { operator: 'equals', negated }
  }

  #verb(): Pick<Match, 'operator' | 'negated'> | undefined {
    if (this.spaces() === 0) return undefined
    const negated = this.literal('not')
    if (negated && this.spaces() === 0) return undefined
    const operator = this.literal('contains') ? 'contains' : this.literal('matches') ? 'matches' : undefined
    return operator && this.spaces() > 0 ? { operator, negated } : undefined
  }

  #test(path: readonly string[]): Match | undefined {
    if (!this.#word('is')) return undefined
    const negated = this.literal('not')
    if (negated) this.spaces()
    const operator = this.literal('empty') ? 'empty' : this.literal('nil') ? 'nil' : undefined
    return operator && { kind: 'match', path, operator, negated, value: '' }
  }

  #membership(): Match | undefined {
    const value = this.#value()
    if (value === undefined || this.spaces() === 0) return undefined
    const negated = this.literal('not')
    if (negated && this.spaces() === 0) return undefined
    if (!this.literal('in') || this.spaces() === 0) return undefined
    const path = this.#selector()
    return path && { kind: 'match', path, operator: 'contains', negated, value }
  }

  #selector(): readonly string[] | undefined {
    if (this.next === '"') {
      const pointer = this.pattern(/"\/[^"]*"/y, '"\\""')
      return pointer?.slice(2, -1).split('/')
    }
    const first = this.#identifier()
    if (first === undefined) return undefined
    const path = [first]
    for (let part = this.#part(); part !== undefined; part = this.#part()) path.push(part)
    return path
  }

  #part(): string | undefined {
    const dotted = this.pattern(/\.[a-zA-Z0-9_]+/y, '"."')
    if (dotted !== undefined) return dotted.slice(1)
    const bracket = this.pattern(/\["[^"]*"\]|\[`[^`]*`\]/y, '"["')
    return bracket?.slice(2, -2)
  }

  #identifier(): string | undefined {
    return this.pattern(/[a-zA-Z][a-zA-Z0-9_/]*/y, '[a-zA-Z]')
  }

  #value(): string | undefined {
    const path = this.#selector()
    if (path) return path.join('.')
    this.miss('"-"', '"0"', '[1-9]')
    const number = this.pattern(/-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?/y)
    if (number !== undefined) return number
    const quoted = this.pattern(/"(?:[^"\\]|\\.)*"/y, '"\\""')
    if (quoted !== undefined) return unquoted(quoted)
    return this.pattern(/`[^`]*`/y, '"`"')?.slice(1, -1)
  }

  #word(word: string): boolean {
    return this.spaces() > 0 && this.literal(word) && this.spaces() > 0
  }

  #back<T>(start: number, read: () => T | undefined): T | undefined {
    this.at = start
    return read()
  }

  #rewind(start: number): undefined {
    this.at = start
  }
}

function unquoted(text: string): string {
  return text.slice(1, -1).replaceAll(/\\(.)/g, (_whole, escaped: string) => escapes.get(escaped) ?? escaped)
}

const escapes: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['t', '\t'],
  ['r', '\r'],
])

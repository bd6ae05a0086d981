// The filter language of Nomad's lists (go-bexpr): text to expression, or where and why it cannot be read. The order of what is
// tried is part of the language: it decides what an error text lists. Rules: client-surface §2.6.

import { unquoted } from './quoted-text.ts'
import { TextReader } from './text-reader.ts'

/** How a selected value is looked at. */
export type FilterOperator = 'equals' | 'contains' | 'matches' | 'empty' | 'nil'

/** One comparison of a selected value. */
export interface Match {
  readonly kind: 'match'
  /** The parts of the selector. */
  readonly path: readonly string[]
  readonly operator: FilterOperator
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

/** Why a text is no filter. */
export interface SyntaxFault {
  readonly fault: string
}

/** Reads a filter. */
export function parseFilter(text: string): Expression | SyntaxFault {
  const reader = new FilterReader(text)
  const expression = reader.whole()
  return expression && !reader.hasRaised ? expression : { fault: reader.fault() }
}

type Verb = Pick<Match, 'operator' | 'negated'>

/** How deep parentheses, negations and braces may be nested: more than anybody writes, less than the stack holds. */
const depthMax = 500

class FilterReader extends TextReader {
  #depth = 0

  whole(): Expression | undefined {
    this.spaces()
    const expression = this.#or()
    if (!expression) return undefined
    this.spaces()
    return this.end() ? expression : undefined
  }

  #or(): Expression | undefined {
    this.#depth += 1
    const found = this.#depth > depthMax ? this.raise('grouping', 'Too many levels') : this.#chain('or')
    this.#depth -= 1
    return found
  }

  // Both words bind to the right.
  #chain(word: 'and' | 'or'): Expression | undefined {
    const links: Expression[] = []
    do {
      const link = word === 'or' ? this.#chain('and') : this.#not()
      if (!link) return undefined
      links.push(link)
    } while (this.attempt(() => this.#word(word) || undefined))
    return links.reduceRight((right, left) => ({ kind: word, left, right }))
  }

  #not(): Expression | undefined {
    let negations = 0
    while (this.attempt(() => (this.literal('not') && this.spaces() > 0) || undefined)) negations += 1
    let expression = this.attempt(() => this.#group()) ?? this.attempt(() => this.#quantified()) ?? this.#match()
    for (; expression && negations > 0; negations -= 1) expression = { kind: 'not', inner: expression }
    return expression
  }

  #group(): Expression | undefined {
    if (!this.literal('(')) return undefined
    this.spaces()
    const inner = this.#or()
    if (!inner) return undefined
    this.spaces()
    return this.literal(')') ? inner : this.raise('grouping', 'Unmatched parentheses')
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
    const isPair = this.attempt(() => {
      this.spaces()
      return this.literal(',') || undefined
    })
    if (!isPair) return [first]
    this.spaces()
    const second = this.#identifier()
    return second === undefined ? undefined : [first, second]
  }

  #match(): Expression | undefined {
    return (
      this.attempt(() => this.#comparison()) ??
      this.attempt(() => this.#test()) ??
      this.attempt(() => this.#membership())
    )
  }

  #comparison(): Match | undefined {
    const path = this.#selector()
    const verb = path && (this.attempt(() => this.#symbol()) ?? this.attempt(() => this.#verb()))
    const value = verb && this.#value()
    return path && verb && value !== undefined ? { kind: 'match', path, ...verb, value } : undefined
  }

  #symbol(): Verb | undefined {
    this.spaces()
    const negated = this.literal('!=')
    if (!negated && !this.literal('==')) return undefined
    this.spaces()
    return { operator: 'equals', negated }
  }

  #verb(): Verb | undefined {
    if (this.spaces() === 0) return undefined
    const negated = this.attempt(() => (this.literal('not') && this.spaces() > 0) || undefined) ?? false
    const operator = this.literal('contains') ? 'contains' : this.literal('matches') ? 'matches' : undefined
    return operator && this.spaces() > 0 ? { operator, negated } : undefined
  }

  #test(): Match | undefined {
    const path = this.#selector()
    if (!path || !this.#word('is')) return undefined
    const negated = this.attempt(() => (this.literal('not') && this.spaces() > 0) || undefined) ?? false
    const operator = this.literal('empty') ? 'empty' : this.literal('nil') ? 'nil' : undefined
    return operator && { kind: 'match', path, operator, negated, value: '' }
  }

  #membership(): Match | undefined {
    const value = this.#value()
    if (value === undefined || this.spaces() === 0) return undefined
    const negated = this.attempt(() => (this.literal('not') && this.spaces() > 0) || undefined) ?? false
    if (!this.literal('in') || this.spaces() === 0) return undefined
    const path = this.#selector()
    return path
      ? { kind: 'match', path, operator: 'contains', negated, value }
      : this.raise('match', 'Invalid selector')
  }

  #selector(): readonly string[] | undefined {
    const first = this.#identifier()
    if (first === undefined) return this.attempt(() => this.#pointer())
    const path = [first]
    for (let part = this.#part(); part !== undefined; part = this.#part()) path.push(part)
    return path
  }

  #pointer(): readonly string[] | undefined {
    if (!this.literal('"')) return undefined
    const path: string[] = []
    while (this.literal('/')) {
      const segment = this.run(/[\p{L}\p{N}\-_.~:|]/u, '[\\pL\\pN-_.~:|]')
      if (segment === '') return undefined
      path.push(segment.replaceAll('~1', '/').replaceAll('~0', '~'))
    }
    return path.length > 0 && this.literal('"') ? path : undefined
  }

  #part(): string | undefined {
    const named = this.attempt(() => (this.literal('.') ? this.#identifier() : undefined))
    const found = named ?? this.attempt(() => this.#index())
    return found ?? this.attempt(() => (this.literal('.') ? this.run(/[0-9]/, '[0-9]') || undefined : undefined))
  }

  #index(): string | undefined {
    if (!this.literal('[')) return undefined
    this.spaces()
    const key = this.#text()
    if (key === undefined) return this.raise('index', 'Invalid index')
    this.spaces()
    return this.literal(']') ? key : this.raise('index', 'Unclosed index expression')
  }

  #identifier(): string | undefined {
    const first = this.char(/[a-zA-Z]/, '[a-zA-Z]')
    return first === undefined ? undefined : first + this.run(/[a-zA-Z0-9_/]/, '[a-zA-Z0-9_/]')
  }

  #value(): string | undefined {
    const path = this.attempt(() => this.#selector())
    return path ? path.join('.') : (this.attempt(() => this.#number()) ?? this.attempt(() => this.#text()))
  }

  #number(): string | undefined {
    const sign = this.literal('-') ? '-' : ''
    const whole = this.literal('0') ? '0' : this.#digits()
    if (whole === undefined) return undefined
    const fraction = this.attempt(() => {
      const digits = this.literal('.') ? this.run(/[0-9]/, '[0-9]') : ''
      return digits === '' ? undefined : `.${digits}`
    })
    const isOver = this.ahead(() => this.spaces() > 0 || this.end() || this.literal(')'))
    return isOver ? sign + whole + (fraction ?? '') : this.raise('number', 'Invalid number literal')
  }

  #digits(): string | undefined {
    const first = this.char(/[1-9]/, '[1-9]')
    return first === undefined ? undefined : first + this.run(/[0-9]/, '[0-9]')
  }

  #text(): string | undefined {
    const start = this.at
    const mark = this.literal('`') ? '`' : this.literal('"') ? '"' : undefined
    if (mark === undefined) return undefined
    const inside = this.until(mark)
    if (!this.literal(mark)) return this.raise('string', 'Unterminated string literal')
    return mark === '`'
      ? inside.replaceAll('\r', '')
      : (unquoted(inside) ?? this.raise('string', 'invalid syntax', start))
  }

  #word(word: string): boolean {
    return this.spaces() > 0 && this.literal(word) && this.spaces() > 0
  }
}

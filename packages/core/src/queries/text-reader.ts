// Reads a text piece by piece and remembers what could have stood at the farthest place reached, since that is what the error
// text of a filter lists. Rules: client-surface §2.6.

const space = '[ \\t\\r\\n]'

/** A place in a text. Pieces that are not there leave the place as it is. */
export class TextReader {
  readonly #text: string
  #at = 0
  #farthest = 0
  #expected = new Set<string>()

  constructor(text: string) {
    this.#text = text
  }

  /** Where the next piece begins; setting it goes back. */
  get at(): number {
    return this.#at
  }

  set at(place: number) {
    this.#at = place
  }

  /** Whether everything was read. */
  get isDone(): boolean {
    return this.#at === this.#text.length
  }

  /** The next character, or an empty string. */
  get next(): string {
    return this.#text.charAt(this.#at)
  }

  /** Where and why reading ended. */
  fault(): string {
    const before = this.#text.slice(0, this.#farthest).split('\n')
    const place = `${before.length}:${(before.at(-1)?.length ?? 0) + 1} (${this.#farthest})`
    const names = [...this.#expected].sort()
    const last = names.pop()
    const list = names.length > 0 ? `${names.join(', ')} or ${last}` : last
    return `${place}: no match found, expected: ${list}`
  }

  /** Whether this text comes next. */
  literal(text: string): boolean {
    if (this.#text.startsWith(text, this.#at)) {
      this.#at += text.length
      return true
    }
    this.miss(JSON.stringify(text))
    return false
  }

  /** How much white space comes next. */
  spaces(): number {
    const found = this.pattern(/[ \t\r\n]+/y, space)
    if (found !== undefined) this.miss(space)
    return found?.length ?? 0
  }

  /** What a sticky pattern finds here; `names` are what the error text calls it. */
  pattern(pattern: RegExp, ...names: readonly string[]): string | undefined {
    pattern.lastIndex = this.#at
    const found = pattern.exec(this.#text)?.[0]
    if (found === undefined) this.miss(...names)
    else this.#at += found.length
    return found
  }

  /** Remembers what could have stood here. */
  miss(...names: readonly string[]): void {
    if (this.#at < this.#farthest) return
    if (this.#at > this.#farthest) this.#expected = new Set()
    this.#farthest = this.#at
    for (const name of names) this.#expected.add(name)
  }
}

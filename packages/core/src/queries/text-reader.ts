// Reads a text by a grammar, and remembers what could have stood at the farthest place reached: that is what the error text of a
// filter lists. It keeps the books of the parser generator behind Nomad's filters. Rules: client-surface §2.6.

const endOfText = 'EOF'

/** A place in a text, and what went wrong on the way. Pieces that are not there leave the place as it is. */
export class TextReader {
  readonly #text: string
  /** Where the next piece begins; setting it goes back. */
  at = 0
  #farthest = 0
  #expected = new Set<string>()
  readonly #raised = new Set<string>()

  constructor(text: string) {
    this.#text = text
  }

  /** Whether a rule has raised an error of its own, wherever reading went from there. */
  get hasRaised(): boolean {
    return this.#raised.size > 0
  }

  /** Why the text cannot be read: the errors that rules raised, else what was expected at the farthest place. */
  fault(): string {
    if (this.#raised.size > 0) return [...this.#raised].join('\n')
    const names = [...this.#expected].filter((name) => name !== endOfText).sort()
    if (this.#expected.has(endOfText)) names.push(endOfText)
    const last = names.pop()
    const list = names.length > 0 ? `${names.join(', ')} or ${last}` : last
    return `${this.#place(this.#farthest)}: no match found, expected: ${list}`
  }

  /** Raises an error of the rule of this name, at a place. */
  raise(rule: string, message: string, at: number = this.at): undefined {
    this.#raised.add(`${this.#place(at)}: rule "${rule}": ${message}`)
    return undefined
  }

  /** Whether this text comes next. */
  literal(text: string): boolean {
    const isHere = this.#text.startsWith(text, this.at)
    if (isHere) this.at += text.length
    else this.#miss(JSON.stringify(text))
    return isHere
  }

  /** The characters of a class that come next, as many as there are; `name` is what the error text calls the class. */
  run(one: RegExp, name: string): string {
    const start = this.at
    while (this.char(one, name) !== undefined);
    return this.#text.slice(start, this.at)
  }

  /** One character of a class. */
  char(one: RegExp, name: string): string | undefined {
    const point = this.#text.codePointAt(this.at)
    const found = point === undefined ? '' : String.fromCodePoint(point)
    if (found !== '' && one.test(found)) {
      this.at += found.length
      return found
    }
    this.#miss(name)
    return undefined
  }

  /** Everything up to a mark, which stays; the whole rest when there is none. */
  until(mark: string): string {
    const found = this.#text.slice(this.at, `${this.#text}${mark}`.indexOf(mark, this.at))
    this.at += found.length
    return found
  }

  /** How much white space comes next. */
  spaces(): number {
    return this.run(/[ \t\r\n]/, '[ \\t\\r\\n]').length
  }

  /** Whether nothing comes next. */
  end(): boolean {
    if (this.at === this.#text.length) return true
    this.#miss(endOfText)
    return false
  }

  /** What a look ahead tells; the place stays. */
  ahead<T>(look: () => T): T {
    const start = this.at
    const found = look()
    this.at = start
    return found
  }

  /** What is read, or back to where it began. */
  attempt<T>(read: () => T | undefined): T | undefined {
    const start = this.at
    const found = read()
    if (found === undefined) this.at = start
    return found
  }

  #place(at: number): string {
    const before = this.#text.slice(0, at).split('\n')
    return `${before.length}:${(before.at(-1)?.length ?? 0) + 1} (${at})`
  }

  #miss(name: string): void {
    if (this.at < this.#farthest) return
    if (this.at > this.#farthest) this.#expected = new Set()
    this.#farthest = this.at
    this.#expected.add(name)
  }
}

// Pairs of states, as many as memory holds: a list that grows by doubling.

/** Edges of a graph whose vertices are numbers. */
export class EdgeList {
  #numbers = new Uint32Array(1 << 12)
  #length = 0

  add(from: number, to: number): void {
    if (this.#length + 2 > this.#numbers.length) this.#grow(this.#length * 2)
    this.#numbers[this.#length] = from
    this.#numbers[this.#length + 1] = to
    this.#length += 2
  }

  /** Takes pairs over from elsewhere. */
  restore(numbers: Uint32Array): void {
    this.#grow(Math.max(numbers.length * 2, 1 << 12))
    this.#numbers.set(numbers)
    this.#length = numbers.length
  }

  /** All of them: from, to, from, to. */
  values(): Uint32Array {
    return this.#numbers.subarray(0, this.#length)
  }

  #grow(length: number): void {
    const grown = new Uint32Array(length)
    grown.set(this.values())
    this.#numbers = grown
  }
}

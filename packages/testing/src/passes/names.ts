// Which names of a group are taken (semantics/2 §2.4), as a plain list with one number for each allocation.

/** The indexes in use, those that several allocations share as often as they do. */
export class Names {
  #taken: number[] = []
  readonly #count: number

  constructor(count: number) {
    this.#count = count
  }

  /** Notes an allocation. */
  take(index: number): void {
    this.#taken.push(index)
  }

  /** An allocation goes. What three share is never down to two again (Q2). */
  free(index: number): void {
    if (this.#taken.filter((one) => one === index).length > 2) return
    const at = this.#taken.indexOf(index)
    if (at >= 0) this.#taken.splice(at, 1)
  }

  /** So many names: free ones below the count, then all from 0. */
  next(wanted: number): readonly number[] {
    const free = this.#below().filter((index) => !this.#taken.includes(index))
    const again = Array.from({ length: Math.max(0, wanted - free.length) }, (_, index) => index)
    const drawn = [...free.slice(0, wanted), ...again]
    for (const index of drawn) if (!this.#taken.includes(index)) this.#taken.push(index)
    return drawn
  }

  /** So many names for canaries: those that will be replaced, then free ones, then above the count. */
  canaries(wanted: number, existing: readonly number[], replaced: readonly number[]): readonly number[] {
    const first = replaced.filter((index) => index < this.#count && !existing.includes(index))
    const chosen = [...new Set(first)].slice(0, wanted)
    const free = this.#below().filter(
      (index) => !chosen.includes(index) && !this.#taken.includes(index) && !existing.includes(index),
    )
    const below = [...chosen, ...free].slice(0, wanted)
    for (const index of below) if (!this.#taken.includes(index)) this.#taken.push(index)
    return [...below, ...Array.from({ length: wanted - below.length }, (_, i) => this.#count + i)]
  }

  /** The highest names in use, which are free from then on. */
  highest(wanted: number): readonly number[] {
    const found = [...new Set(this.#taken)].sort((a, b) => b - a).slice(0, wanted)
    this.#taken = this.#taken.filter((index) => !found.includes(index))
    return found
  }

  #below(): readonly number[] {
    return Array.from({ length: this.#count }, (_, index) => index)
  }
}

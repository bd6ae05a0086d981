// The states that a search has met, in few bytes each: 64 bits of a hash to know them again, and how each was reached first. A state
// is its ordinal here; the state itself is played again from the way there when it is needed.

/** How a search reached its states, readable by threads that only look. */
export interface Ways {
  /** The state before, by ordinal. */
  readonly parents: Uint32Array
  /** Which of the moves from there. */
  readonly moves: Uint8Array
}

/** What is noted of a state when it is met first. */
export interface Met {
  readonly parent: number
  readonly move: number
  /** The kind of that move, as a number below 256. */
  readonly kind: number
  readonly isRolling: boolean
}

/** Shared buffers for the ways to so many states. */
function waysFor(capacity: number): Ways {
  return {
    parents: new Uint32Array(new SharedArrayBuffer(capacity * 4)),
    moves: new Uint8Array(new SharedArrayBuffer(capacity)),
  }
}

/** A set of states, numbered in the order in which they were met. */
export class VisitedStates {
  readonly ways: Ways
  readonly kinds: Uint8Array
  readonly rolling: Uint8Array
  /** The two halves of each hash. */
  readonly high: Uint32Array
  readonly low: Uint32Array
  readonly capacity: number
  count = 0
  /** Open addressing: an ordinal and one more in each slot, zero where it is free. */
  #slots: Uint32Array

  constructor(capacity: number) {
    this.capacity = capacity
    this.ways = waysFor(capacity)
    this.kinds = new Uint8Array(capacity)
    this.rolling = new Uint8Array(capacity)
    this.high = new Uint32Array(capacity)
    this.low = new Uint32Array(capacity)
    this.#slots = new Uint32Array(2 ** Math.ceil(Math.log2(capacity * 2)))
  }

  /** The ordinal of the state with this hash, which is new when it equals the count before. */
  admit(high: number, low: number, met: Met): number {
    const slot = this.#slotOf(high, low)
    const known = this.#slots[slot] ?? 0
    if (known !== 0) return known - 1
    const ordinal = this.count
    if (ordinal >= this.capacity) throw new Error(`more states than the ${this.capacity} that there is room for`)
    this.ways.parents[ordinal] = met.parent
    this.ways.moves[ordinal] = met.move
    this.kinds[ordinal] = met.kind
    this.rolling[ordinal] = met.isRolling ? 1 : 0
    this.high[ordinal] = high
    this.low[ordinal] = low
    this.#slots[slot] = ordinal + 1
    this.count += 1
    return ordinal
  }

  /** Makes the first states known that were filled in from elsewhere. */
  restore(count: number): void {
    for (let ordinal = 0; ordinal < count; ordinal++)
      this.#slots[this.#slotOf(this.high[ordinal] ?? 0, this.low[ordinal] ?? 0)] = ordinal + 1
    this.count = count
  }

  #slotOf(high: number, low: number): number {
    const mask = this.#slots.length - 1
    for (let slot = (low ^ (high << 7)) & mask; ; slot = (slot + 1) & mask) {
      const known = this.#slots[slot] ?? 0
      if (known === 0 || (this.high[known - 1] === high && this.low[known - 1] === low)) return slot
    }
  }
}

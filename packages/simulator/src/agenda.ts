// What is going to happen, in the order of time; at equal instants in the order of rank, then of arrival. A binary heap.

import type { Micros } from '@cutover/core'

/** What an agenda holds. `cancelled` items are dropped when their time comes. */
export interface Item {
  readonly at: Micros
  readonly rank: number
  readonly order: number
  readonly run: (now: Micros) => void
  cancelled: boolean
}

/** The part of an agenda that plans. */
export interface Planner {
  readonly add: (at: Micros, itemRank: number, run: (now: Micros) => void) => Item
}

/** The order of simultaneous things (semantics/3 §5.3 rule 2): health beats its deadline, reports come after decisions. */
export const rank = { pull: 0, task: 1, tasksHealthy: 2, checks: 3, deadline: 4, report: 5, batch: 6, node: 7 } as const

/** A priority queue of things to come. */
export class Agenda {
  readonly #heap: Item[] = []
  #order = 0

  /** Plans something; the answer can be cancelled. */
  add(at: Micros, itemRank: number, run: (now: Micros) => void): Item {
    this.#order += 1
    const item: Item = { at, rank: itemRank, order: this.#order, run, cancelled: false }
    this.#heap.push(item)
    this.#up(this.#heap.length - 1)
    return item
  }

  /** The instant of the first thing to come, or undefined. */
  due(): Micros | undefined {
    this.#dropCancelled()
    return this.#heap[0]?.at
  }

  /** Takes the first thing that is due at `now` or before. */
  take(now: Micros): Item | undefined {
    this.#dropCancelled()
    const first = this.#heap[0]
    if (!first || first.at > now) return undefined
    this.#pop()
    return first
  }

  get size(): number {
    return this.#heap.length
  }

  #dropCancelled(): void {
    while (this.#heap[0]?.cancelled) this.#pop()
  }

  #pop(): void {
    const last = this.#heap.pop()
    if (last === undefined || this.#heap.length === 0) return
    this.#heap[0] = last
    this.#down(0)
  }

  #up(from: number): void {
    let child = from
    while (child > 0) {
      const parent = (child - 1) >> 1
      if (!this.#before(child, parent)) return
      this.#swap(child, parent)
      child = parent
    }
  }

  #down(from: number): void {
    let parent = from
    for (;;) {
      const left = parent * 2 + 1
      const right = left + 1
      let least = parent
      if (left < this.#heap.length && this.#before(left, least)) least = left
      if (right < this.#heap.length && this.#before(right, least)) least = right
      if (least === parent) return
      this.#swap(parent, least)
      parent = least
    }
  }

  #before(a: number, b: number): boolean {
    const x = this.#heap[a]
    const y = this.#heap[b]
    if (!x || !y) return false
    if (x.at !== y.at) return x.at < y.at
    if (x.rank !== y.rank) return x.rank < y.rank
    return x.order < y.order
  }

  #swap(a: number, b: number): void {
    const x = this.#heap[a]
    const y = this.#heap[b]
    if (!x || !y) return
    this.#heap[a] = y
    this.#heap[b] = x
  }
}

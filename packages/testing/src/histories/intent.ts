// What somebody means to do next, without saying to which rows: which those are is decided by the state that it meets. So every part of
// a history is a history, whatever is left out of it.

import { type Micros, micros } from '@cutover/core'

/** What can be meant, and how often it is. */
export const intentWeights = {
  register: 6,
  plan: 14,
  report: 16,
  mark: 4,
  'set health': 3,
  pause: 4,
  promote: 5,
  'promote by a change': 2,
  fail: 2,
  'set status': 3,
  evaluate: 7,
  transition: 3,
  stop: 3,
  'stop several': 1,
  stabilize: 3,
  tag: 3,
  scale: 1,
  'delete deployments': 1,
  'delete evaluations': 2,
} as const

/** What can be asked at the doors of jobs and nodes, and how often it is. */
export const requestWeights = {
  submit: 7,
  revert: 6,
  'scale a group': 5,
  drain: 2,
  'set eligibility': 2,
} as const

/** One thing to do. */
export interface Intent {
  readonly verb: keyof typeof intentWeights | keyof typeof requestWeights
  /** Everything else is drawn from this number. */
  readonly lots: number
  /** Meant for something that is not there, or not as it should be. */
  readonly isWrong: boolean
}

/** Numbers drawn from one number, the same on every runtime. */
export class Draws {
  #state: number

  constructor(seed: number) {
    this.#state = seed | 0
  }

  /** A whole number from 0 to one below the bound. */
  below(bound: number): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % bound
  }

  /** True in so many of a hundred. */
  chance(percent: number): boolean {
    return this.below(100) < percent
  }

  /** One of the list; undefined when it is empty. */
  pick<T>(list: readonly T[]): T | undefined {
    return list.length === 0 ? undefined : list[this.below(list.length)]
  }

  /** One of a list that is not empty. */
  from<T>(first: T, ...others: readonly T[]): T {
    const at = this.below(others.length + 1)
    return at === 0 ? first : (others[at - 1] ?? first)
  }

  /** A few of the list, in its order. */
  some<T>(list: readonly T[], percent: number): readonly T[] {
    return list.filter(() => this.chance(percent))
  }

  /** An instant up to two minutes after another. */
  after(instant: Micros): Micros {
    return micros(instant + this.below(120) * 1_000_000)
  }
}

// What some callers were told by a store that is killed again and again, held against what it holds afterwards. Each caller asks for
// one command after the other, and asks again for the one that was under way when the store went down, under the same key.

import type { Entry, Index } from '@cutover/core'

/** The n-th command of a caller; both count from 0 and 1. */
export interface Asked {
  readonly caller: number
  readonly number: number
}

/** What a command puts into the entry that it brings about. */
export function actorOf({ caller, number }: Asked): string {
  return `${caller}:${number}`
}

interface Seen extends Asked {
  readonly index: Index
}

/** Faults that are told; more of the same say nothing new. */
const problemsMax = 20

/** A history of some callers. */
export class CommandHistory {
  /** For each caller the index that its n-th command was acknowledged with. */
  readonly #acknowledged: Index[][]
  readonly #seen: Seen[] = []
  readonly #problems: string[] = []
  #highest: Index = 0

  constructor(callers: number) {
    this.#acknowledged = Array.from({ length: callers }, () => [])
  }

  /** What is wrong so far, in words. */
  get problems(): readonly string[] {
    return this.#problems
  }

  /** How many commands were acknowledged. */
  get acknowledged(): number {
    return this.#acknowledged.reduce((sum, { length }) => sum + length, 0)
  }

  /** The number of the command that each caller asks for next, which may have been done already. */
  get next(): readonly number[] {
    return this.#acknowledged.map(({ length }) => length + 1)
  }

  /** A caller was told that its command is durable as this entry. */
  acknowledge({ caller, number }: Asked, index: Index): void {
    const own = this.#acknowledged[caller]
    if (own?.length !== number - 1) this.#tell(`${actorOf({ caller, number })} was acknowledged out of turn`)
    own?.push(index)
    this.#highest = Math.max(this.#highest, index)
  }

  /** A reader saw this entry. */
  see(asked: Asked, index: Index): void {
    this.#seen.push({ ...asked, index })
    this.#highest = Math.max(this.#highest, index)
  }

  /** The store is up again: where its log ends, and for each caller the number of its last command that left a mark in the state. */
  reopen(lastIndex: Index, marks: readonly number[]): void {
    if (lastIndex < this.#highest)
      this.#tell(`entry ${this.#highest} was acknowledged or seen, the log ends at ${lastIndex}`)
    for (const [caller, { length }] of this.#acknowledged.entries()) {
      const mark = marks[caller] ?? -1
      if (mark < length) this.#tell(`caller ${caller} was told of ${length} commands, the state knows ${mark}`)
      if (mark > length + 1) this.#tell(`caller ${caller} asked for ${length + 1} commands, the state knows ${mark}`)
    }
  }

  /** Holds the whole log against what was told: every command once, in the order of its caller, where it was said to be. */
  async check(pages: AsyncIterable<readonly Entry[]>): Promise<void> {
    const actors: string[] = []
    const reached = this.#acknowledged.map(() => 0)
    for await (const page of pages) {
      for (const entry of page) {
        actors.push(entry.cause.actor)
        if (entry.index !== actors.length) this.#tell(`entry ${entry.index} stands where ${actors.length} is due`)
        this.#checkEntry(entry, reached)
      }
    }
    for (const [caller, { length }] of this.#acknowledged.entries())
      if (length > (reached[caller] ?? 0))
        this.#tell(`caller ${caller}: ${length} acknowledged, ${reached[caller]} in the log`)
    for (const { index, ...asked } of this.#seen)
      if (actors[index - 1] !== actorOf(asked))
        this.#tell(`entry ${index} was seen as ${actorOf(asked)}, it is ${actors[index - 1]}`)
  }

  #checkEntry({ index, cause }: Entry, reached: number[]): void {
    const [caller = -1, number = -1] = cause.actor.split(':').map(Number)
    const due = (reached[caller] ?? 0) + 1
    if (number !== due) this.#tell(`entry ${index} is ${cause.actor} where ${caller}:${due} is due`)
    reached[caller] = number
    const told = this.#acknowledged[caller]?.[number - 1]
    if (told !== undefined && told !== index)
      this.#tell(`${cause.actor} was acknowledged as entry ${told}, it is ${index}`)
  }

  #tell(problem: string): void {
    if (this.#problems.length < problemsMax) this.#problems.push(problem)
  }
}

// What a story has bound so far: recorded values and the ones that stand for them here. Rules: oracle/README-http §4.2.

import type { NodeNames } from './story.ts'

/** A recorded name that the client made up, and the one made up here. */
export type Renaming = readonly [recorded: string, actual: string]

/** The instants of an exchange, in Unix seconds: recorded and here. */
export interface Instants {
  readonly recorded: number
  readonly actual: number
}

/** The table recorded ↔ actual of one story; it grows with every answer. */
export class Bindings {
  /** Longest recorded name first. */
  readonly renamings: readonly Renaming[]
  readonly #recordedNodes: NodeNames
  readonly #actualNodes: NodeNames
  readonly #forward = new Map<string, string>()
  readonly #back = new Map<string, string>()
  /** Ascending on both sides. */
  readonly #anchors: [recorded: bigint, actual: bigint][] = []
  /** On a fresh server an index of zero is compared. */
  readonly isFresh: boolean
  /** The index of the story's first own write. */
  firstWrite: { readonly recorded: bigint; readonly actual: bigint } | undefined
  /** Instants that the story's requests chose, in nanoseconds. */
  chosen: ReadonlySet<string> = new Set()
  /** When the story began. */
  begun: Instants
  /** When the answer came that is being compared. */
  now: Instants

  constructor(recordedNodes: NodeNames, actualNodes: NodeNames, renamings: readonly Renaming[], isFresh: boolean) {
    this.#recordedNodes = recordedNodes
    this.#actualNodes = actualNodes
    this.renamings = [...renamings].sort(([a], [b]) => b.length - a.length)
    this.isFresh = isFresh
    this.begun = { recorded: 0, actual: 0 }
    this.now = this.begun
  }

  /** Binds two UUIDs, or two other generated names, to each other; false when one of them is bound elsewhere. */
  bind(recorded: string, actual: string): boolean {
    if (this.#recordedNodes.ids.includes(recorded)) return this.#actualNodes.ids.includes(actual)
    const known = this.#forward.get(recorded)
    if (known !== undefined) return known === actual
    if (this.#back.has(actual)) return false
    this.#forward.set(recorded, actual)
    this.#back.set(actual, recorded)
    return true
  }

  /** What a recorded name is bound to. */
  boundTo(recorded: string): string | undefined {
    return this.#forward.get(recorded)
  }

  isRecordedNode(id: string): boolean {
    return this.#recordedNodes.ids.includes(id)
  }

  areNodeNames(recorded: string, actual: string): boolean {
    return this.#recordedNodes.names.includes(recorded) && this.#actualNodes.names.includes(actual)
  }

  /** An index that a write made: the order of all of them is kept, gaps are free. */
  anchor(recorded: bigint, actual: bigint): boolean {
    const before = this.#beforeFirstWrite(recorded, actual)
    if (before !== undefined) return before
    const at = this.#place(recorded)
    const there = this.#anchors[at]
    if (there?.[0] === recorded) return there[1] === actual
    if (!this.#fitsBetween(at, actual)) return false
    this.#anchors.splice(at, 0, [recorded, actual])
    return true
  }

  /** An index that may also come from others: between the same anchors, and equal to one exactly when recorded so. */
  weak(recorded: bigint, actual: bigint): boolean {
    const before = this.#beforeFirstWrite(recorded, actual)
    if (before !== undefined) return before
    const at = this.#place(recorded)
    const there = this.#anchors[at]
    return there?.[0] === recorded ? there[1] === actual : this.#fitsBetween(at, actual)
  }

  /** Whether both indexes are from before the story's first own write. */
  areFromBefore(recorded: bigint, actual: bigint): boolean {
    return this.firstWrite === undefined || (recorded < this.firstWrite.recorded && actual < this.firstWrite.actual)
  }

  #beforeFirstWrite(recorded: bigint, actual: bigint): boolean | undefined {
    if (this.firstWrite === undefined) return true
    return recorded < this.firstWrite.recorded ? actual < this.firstWrite.actual : undefined
  }

  #place(recorded: bigint): number {
    const at = this.#anchors.findIndex(([known]) => known >= recorded)
    return at < 0 ? this.#anchors.length : at
  }

  #fitsBetween(at: number, actual: bigint): boolean {
    const below = this.#anchors[at - 1]
    const above = this.#anchors[at]
    return (below === undefined || below[1] < actual) && (above === undefined || actual < above[1])
  }
}

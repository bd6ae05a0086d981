// From the ordinal of a state back to the state: its way is played again, from where it parts from the way to the state before.

import { movesFrom } from './moves.ts'
import type { Position } from './position.ts'
import type { Searched } from './small-scope.ts'
import type { Ways } from './visited-states.ts'

interface Stop {
  readonly ordinal: number
  readonly position: Position
}

/** Plays ways again; cheap for states that were met one after the other, whose ways begin alike. */
export class Walker {
  readonly #searched: Searched
  readonly #ways: Ways
  readonly #stops: Stop[]

  constructor(searched: Searched, ways: Ways, first: Position) {
    this.#searched = searched
    this.#ways = ways
    this.#stops = [{ ordinal: 0, position: first }]
  }

  /** The position of a state. */
  positionAt(ordinal: number): Position {
    const way = wayTo(this.#ways, ordinal)
    let shared = 0
    while (shared < way.length && this.#stops[shared]?.ordinal === way[shared]) shared += 1
    this.#stops.length = shared
    for (const next of way.slice(shared)) {
      const position = this.#after(this.#stops.at(-1)?.position, next)
      this.#stops.push({ ordinal: next, position })
    }
    const last = this.#stops.at(-1)
    if (!last) throw new Error('a way begins at the first state')
    return last.position
  }

  #after(position: Position | undefined, ordinal: number): Position {
    const move = position && movesFrom(position, this.#searched)[this.#ways.moves[ordinal] ?? 0]
    if (!move) throw new Error(`the way to state ${ordinal} cannot be played again`)
    return move.happen().position
  }
}

/** The ordinals from the first state to this one. */
export function wayTo({ parents }: Ways, ordinal: number): readonly number[] {
  const way: number[] = [ordinal]
  for (let at = ordinal; at !== 0; way.push(at)) at = parents[at] ?? 0
  return way.reverse()
}

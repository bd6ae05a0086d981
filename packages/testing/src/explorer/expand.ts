// Everything that can happen next in some states: each move is played and every rule checked on its way. What comes back is numbers, so
// that it travels between threads for little.

import { isActive, replay, type State } from '@cutover/core'
import { checkInvariants } from '@cutover/invariants'
import { canonicalForm } from './canonical-form.ts'
import { type MoveKind, moveKinds } from './move.ts'
import { movesFrom } from './moves.ts'
import type { Happened, Position } from './position.ts'
import { brokenMeasure } from './rollback-measure.ts'
import type { Searched } from './small-scope.ts'
import { type TextHash, textHash } from './text-hash.ts'
import type { Walker } from './walk.ts'

/** A move that breaks rules. */
export interface Breach {
  readonly ordinal: number
  readonly move: number
  readonly broken: readonly string[]
}

/** Where the moves of some states lead. */
export interface Expansion {
  /** How many moves each state has. */
  readonly counts: Uint32Array
  /** Three numbers a move: its kind and whether a rollout goes on behind it, and the halves of the hash of where it leads. */
  readonly moves: Uint32Array
  readonly breach: Breach | undefined
}

/** The bit beside the kind of a move: a rollout goes on behind it. */
export const rollingBit = 0x100

/** Plays every move of the states from one ordinal to another, the latter excluded. Stops at the first breach. */
export function expand(walker: Walker, searched: Searched, from: number, to: number): Expansion {
  const counts: number[] = []
  const numbers: number[] = []
  for (let ordinal = from; ordinal < to; ordinal++) {
    const position = walker.positionAt(ordinal)
    const moves = movesFrom(position, searched)
    for (const [number, move] of moves.entries()) {
      const happened = move.happen()
      const broken = brokenBy(position.state, move.kind, happened)
      if (broken.length > 0) return expansion(counts, numbers, { ordinal, move: number, broken })
      numbers.push(...told(move.kind, happened.position))
    }
    counts.push(moves.length)
  }
  return expansion(counts, numbers, undefined)
}

function expansion(counts: readonly number[], numbers: readonly number[], breach: Breach | undefined): Expansion {
  return { counts: Uint32Array.from(counts), moves: Uint32Array.from(numbers), breach }
}

function told(kind: MoveKind, position: Position): readonly number[] {
  const { high, low } = hashOf(position)
  return [moveKinds.indexOf(kind) | (isRolling(position.state) ? rollingBit : 0), high, low]
}

/** What tells two positions apart, up to the chance that two of 64 bits are equal. */
export function hashOf(position: Position): TextHash {
  return textHash(formOf(position))
}

/** What tells two positions apart, as a text. */
export function formOf({ state, now, changes }: Position): string {
  return `${changes} ${canonicalForm(state, now)}`
}

/** Whether a deployment is active and not paused. */
function isRolling(state: State): boolean {
  return [...state.tables.deployments.by('active', '')].some((row) => isActive(row) && row.status !== 'paused')
}

/** The rules that a move breaks. */
function brokenBy(before: State, kind: MoveKind, { entries }: Happened): readonly string[] {
  const broken: string[] = []
  let state = before
  for (const entry of entries) {
    const after = replay(state, entry)
    for (const { invariant, place } of checkInvariants(state, entry, after, { managed: true, quick: true }))
      broken.push(`${invariant} (${place})`)
    state = after
  }
  return [...broken, ...brokenMeasure(before, state, kind, entries)]
}

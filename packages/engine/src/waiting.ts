// The turns that wait for the writer, with those who asked for them.

import type { Group, Turn, Verdict } from './group.ts'
import type { Submitted } from './outcome.ts'

/** A turn, and who is to hear of it. */
export interface Waiting {
  readonly turn: Turn
  readonly resolve: (submitted: Submitted) => void
  readonly reject: (error: unknown) => void
}

/** Turns that share an append, and what they amount to; undecided where nothing was decided ahead. */
export interface Batch {
  readonly waiting: readonly Waiting[]
  readonly group: Group | undefined
}

/** What was decided on a root that is not durable yet, with which term. */
export interface Ahead extends Batch {
  readonly group: Group
  readonly term: number
}

/** What is asked for. */
export function turnOf({ turn }: Waiting): Turn {
  return turn
}

/** Tells everyone what became of the turn; a settling turn of the writer's own may stand before those that were asked for. */
export function answerAll(all: readonly Waiting[], verdicts: readonly Verdict[]): void {
  const first = verdicts.length - all.length
  for (const [place, one] of all.entries()) answer(one, verdicts[first + place])
}

function answer(waiting: Waiting, verdict: Verdict | undefined): void {
  if (verdict === undefined) waiting.reject(new Error('writer: a turn without a verdict'))
  else if (verdict.outcome === 'broken') waiting.reject(verdict.error)
  else waiting.resolve(verdict)
}

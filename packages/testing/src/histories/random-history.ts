// Histories drawn from a seed, in bulk: the same seed gives the same history for ever.

import { Draws, type Intent, intentWeights, requestWeights } from './intent.ts'

/** How long a history is, how much of it is meant wrongly, and what it is made of. */
export interface HistoryShape {
  /** Default: 60. */
  readonly length?: number
  /** Of a hundred. Default: 15. */
  readonly wrongPercent?: number
  /** Whether jobs are submitted, reverted and scaled and nodes drained, beside what logs hold. Default: true. */
  readonly requests?: boolean
}

/** The history of a seed. */
export function historyOf(
  seed: number,
  { length = 60, wrongPercent = 15, requests = true }: HistoryShape = {},
): readonly Intent[] {
  const draws = new Draws(seed)
  const verbs = requests ? allVerbs : logVerbs
  return Array.from({ length }, () => ({
    verb: verbs[draws.below(verbs.length)] ?? 'register',
    lots: draws.below(0x7fffffff),
    isWrong: draws.chance(wrongPercent),
  }))
}

const weights: Readonly<Record<Intent['verb'], number>> = { ...intentWeights, ...requestWeights }

/** Every verb, with its weight. */
export const weightedVerbs: readonly (readonly [Intent['verb'], number])[] = Object.entries(weights).flatMap(
  ([name, weight]) => (isVerb(name) ? [[name, weight] as const] : []),
)

const allVerbs = weightedVerbs.flatMap(([verb, weight]) => Array.from({ length: weight }, () => verb))
const logVerbs = allVerbs.filter((verb) => Object.hasOwn(intentWeights, verb))

function isVerb(name: string): name is Intent['verb'] {
  return Object.hasOwn(weights, name)
}

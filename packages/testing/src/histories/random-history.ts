// Histories drawn from a seed, in bulk: the same seed gives the same history for ever.

import { Draws, type Intent, intentWeights } from './intent.ts'

/** How long a history is, and how much of it is meant wrongly. */
export interface HistoryShape {
  /** Default: 60. */
  readonly length?: number
  /** Of a hundred. Default: 15. */
  readonly wrongPercent?: number
}

/** The history of a seed. */
export function historyOf(seed: number, { length = 60, wrongPercent = 15 }: HistoryShape = {}): readonly Intent[] {
  const draws = new Draws(seed)
  return Array.from({ length }, () => ({
    verb: verbs[draws.below(verbs.length)] ?? 'register',
    lots: draws.below(0x7fffffff),
    isWrong: draws.chance(wrongPercent),
  }))
}

const verbs: readonly Intent['verb'][] = verbNames().flatMap((verb) =>
  Array.from({ length: intentWeights[verb] }, () => verb),
)

/** Every verb. */
export function verbNames(): readonly Intent['verb'][] {
  const names: Intent['verb'][] = []
  for (const name in intentWeights) if (isVerb(name)) names.push(name)
  return names
}

function isVerb(name: string): name is Intent['verb'] {
  return Object.hasOwn(intentWeights, name)
}

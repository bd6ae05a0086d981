// Seeds on which the core and the model once differed. They are played first, for ever: nobody takes one away.

/** A seed, the length of its history, and what it showed. */
export interface KeptSeed {
  readonly seed: number
  readonly length: number
  /** Whether jobs and nodes are asked things in it. */
  readonly requests: boolean
  readonly showed: string
}

/** All of them, the oldest first. */
export const keptSeeds: readonly KeptSeed[] = [
  {
    seed: 286,
    length: 60,
    requests: false,
    showed: 'health counted by a plan in a deployment that has succeeded did not move its index',
  },
  { seed: 423, length: 60, requests: false, showed: 'the model ranked submissions of one entry otherwise' },
  {
    seed: 1087,
    length: 60,
    requests: false,
    showed: 'the model recomputed the jobs of one entry in the order of their reports',
  },
  {
    seed: 1101,
    length: 60,
    requests: false,
    showed: 'the model tagged the current job of the wrong id, of two that are equal but for case',
  },
  {
    seed: 1868,
    length: 60,
    requests: false,
    showed: 'a watcher remembered the job of the middle of its first entry, not of the end',
  },
  { seed: 3271, length: 60, requests: false, showed: 'the same, at a promotion' },
  { seed: 5302, length: 60, requests: false, showed: 'the same: the rollback of a failed deployment was left out' },
]

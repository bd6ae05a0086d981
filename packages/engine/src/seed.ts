// The seed port: what the ids of a new log are derived from. Asked once, when a log is opened for the first time.

import { randomUUID } from 'node:crypto'

/** Gives the seed of a new log. */
export type Seed = () => string

/** A seed that no other log has. */
export function randomSeed(): Seed {
  return () => randomUUID()
}

/** Always the same seed: two logs with the same commands at the same instants are then equal byte by byte. */
export function fixedSeed(seed: string): Seed {
  return () => seed
}

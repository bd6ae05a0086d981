// The name an operator gives to one version of a job.

import type { Micros } from '../time.ts'

/** A tag on a job version. Tagged versions are never pruned. */
export interface VersionTag {
  readonly name: string
  readonly description: string
  readonly taggedTime: Micros
}

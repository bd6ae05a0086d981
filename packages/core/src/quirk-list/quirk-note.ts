// What is said of one oddity.

import type { QuirkName } from '../quirks.ts'

/** An oddity of Nomad. The profile `nomad` reproduces it if it has a switch. */
export interface QuirkNote {
  /** The name of its switch; of one without a switch a name of its own. */
  readonly name: string
  /** Undefined: the same in both profiles, because it would crash a process, drop a connection, read a clock or is a matter of luck. */
  readonly switch: QuirkName | undefined
  /** What Nomad does. */
  readonly upstream: string
  /** What we do in the profile `safe`; without a switch, in both. */
  readonly ours: string
  /** The places of the semantics that mark it: document, then section, fact or row. */
  readonly places: readonly string[]
  /** Issues and pull requests of hashicorp/nomad, where known. */
  readonly issues: readonly number[]
}

/** What is said of a switch. */
export type SwitchNote = Omit<QuirkNote, 'name' | 'switch'>

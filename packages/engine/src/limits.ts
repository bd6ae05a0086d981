// The bounds of an engine: every queue, buffer and wait has one.

import { milliseconds } from '@cutover/core'
import type { RequestBounds } from '@cutover/core/requests'

/** All bounds, each with its default in `defaultLimits`. */
export interface EngineLimits {
  /** Commands that may wait for the writer; over it `submit` answers `overloaded`. */
  readonly waitingMax: number
  /** Commands that share one append. */
  readonly groupMax: number
  /** Blocking queries that may wait at once; over it they answer at once with `overloaded`. */
  readonly blockedMax: number
  /** The longest that a blocking query waits. */
  readonly waitMsMax: number
  /** Entries that a subscriber may lag behind once it is live; over it, it is cut off with an error. */
  readonly lagMax: number
  /** Entries between two snapshots; 0 takes none. */
  readonly snapshotEvery: number
  /** Entries that are kept at least; older ones go when a snapshot stands in for them. 0 keeps all. */
  readonly retainEntries: number
  /** Keys of commands that are remembered; the oldest go first. */
  readonly keysMax: number
  /** How long the key of a command is remembered, by the clock of the log. */
  readonly keyAgeMsMax: number
  /** Appends tried for one group when others write to the same log, or the store does not answer. */
  readonly attemptsMax: number
}

/** The bounds of remembered requests, as the core takes them. */
export function requestBounds({ keysMax, keyAgeMsMax }: EngineLimits): RequestBounds {
  return { keysMax, keyAgeMax: milliseconds(keyAgeMsMax) }
}

/** Room for a busy server on one machine. */
export const defaultLimits: EngineLimits = {
  waitingMax: 10_000,
  groupMax: 512,
  blockedMax: 100_000,
  waitMsMax: 600_000,
  lagMax: 65_536,
  snapshotEvery: 100_000,
  retainEntries: 0,
  keysMax: 10_000,
  keyAgeMsMax: 86_400_000,
  attemptsMax: 16,
}

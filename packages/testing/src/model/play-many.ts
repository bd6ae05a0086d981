// Histories in bulk: played on the core and on the model, with every entry shown to the invariants now and then.

import { jobKey } from '@cutover/core'
import { checkInvariants } from '@cutover/invariants'
import { historyOf } from '../histories/random-history.ts'
import { type Look, type PlayedTwice, playTwice } from './play.ts'

/** Which histories. */
export interface Bulk {
  /** The seeds from one to another, the latter excluded. */
  readonly from: number
  readonly to: number
  /** Commands of each. */
  readonly length: number
  /** Check the invariants in every so manyth history; 0: in none. */
  readonly looksEvery: number
  /** Whether jobs and nodes are asked things, beside what logs hold. Default: true. */
  readonly requests?: boolean
}

/** What they came to. */
export interface BulkResult {
  readonly histories: number
  readonly commands: number
  readonly refusals: number
  /** The first history on which something differed or broke. */
  readonly failure: { readonly seed: number; readonly lines: readonly string[] } | undefined
}

/** Plays them, up to the first failure. */
export function playMany({ from, to, length, looksEvery, requests = true }: Bulk): BulkResult {
  let [commands, refusals] = [0, 0]
  for (let seed = from; seed < to; seed++) {
    const isLooked = looksEvery > 0 && seed % looksEvery === 0
    const played = playTwice(historyOf(seed, { length, requests }), isLooked ? looker() : undefined)
    commands += played.commands
    refusals += played.refusals
    const { divergence } = played
    if (divergence) {
      const failure = { seed, lines: linesOf(divergence) }
      return { histories: seed - from + 1, commands, refusals, failure }
    }
  }
  return { histories: to - from, commands, refusals, failure: undefined }
}

// Jobs whose ids are equal but for case overwrite each other's versions (semantics/1 §9, case 40), which no formula allows for: where
// both have been there, only the model is asked.
function looker(): Look {
  let isShared = false
  return (before, entry, after) => {
    isShared ||= twins.every((id) => after.tables.jobs.has(jobKey('default', id)))
    if (isShared) return []
    return checkInvariants(before, entry, after, { quick: true }).map(
      ({ invariant, place }) => `breaks ${invariant} (${place})`,
    )
  }
}

const twins = ['web', 'Web'] as const

function linesOf({ position, command, differences }: NonNullable<PlayedTwice['divergence']>): readonly string[] {
  return [`command ${position}, ${command.type}:`, ...differences]
}

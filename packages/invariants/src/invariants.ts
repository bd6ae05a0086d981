// The invariants of semantics/1 to 4 as named formulas, to be checked after every entry: in tests, in simulated worlds, in replays of
// recordings, and by whoever embeds the core.

import type { Entry, State } from '@cutover/core'
import { allocationInvariants } from './allocation-invariants.ts'
import { deploymentInvariants } from './deployment-invariants.ts'
import { type EntryStep, entryStep, subjectsOf } from './entry-step.ts'
import { evaluationInvariants } from './evaluation-invariants.ts'
import type { Invariant, Subject } from './invariant.ts'
import { jobInvariants } from './job-invariants.ts'
import { managerInvariants } from './manager-invariants.ts'
import { promotionInvariants } from './promotion-invariants.ts'
import { rowInvariants } from './row-invariants.ts'

/** A formula that does not hold. */
export interface Violation {
  readonly invariant: string
  /** The numbers of the semantics that it says, as `semantics/3 I23`. */
  readonly sections: readonly string[]
  /** The row, table or version that breaks it. */
  readonly place: string
  readonly index: number
}

/** All formulas. */
export const invariants: readonly Invariant[] = [
  ...rowInvariants,
  ...jobInvariants,
  ...deploymentInvariants,
  ...promotionInvariants,
  ...allocationInvariants,
  ...evaluationInvariants,
  ...managerInvariants,
]

/** What is known of the writers, and how much may be spent. */
export interface CheckOptions {
  /** Every plan comes from our own process managers, none from a stranger's log. Default: false. */
  readonly managed?: boolean
  /** Leave out the formulas that cost a multiple of the entry itself: hashes, whole rows. Default: false. */
  readonly quick?: boolean
}

/**
 * The formulas that the entry breaks, over the rows that it touched. `previous` is the state just before the entry, `state` the one
 * just after. What an oddity of Nomad breaks is claimed only of states without it.
 */
export function checkInvariants(
  previous: State,
  entry: Entry,
  state: State,
  options: CheckOptions = {},
): readonly Violation[] {
  return checkStep(entryStep(previous, entry, state), options)
}

/** As `checkInvariants`, of a step that was looked up already. */
export function checkStep(step: EntryStep, options: CheckOptions): readonly Violation[] {
  const violations: Violation[] = []
  const subjects = subjectsOf(step)
  for (const invariant of invariants) {
    if (!concerns(invariant, subjects) || !claimed(invariant, step.state, options)) continue
    const places = invariant.broken(step)
    for (const place of places)
      violations.push({ invariant: invariant.name, sections: sectionsOf(invariant), place, index: step.entry.index })
  }
  return violations
}

function concerns({ about }: Invariant, subjects: ReadonlySet<Subject>): boolean {
  if (about === undefined) return true
  for (const subject of about) if (subjects.has(subject)) return true
  return false
}

/** Whether a formula is checked of such a state. */
export function claimed(
  { managed: needsManagers, costly, quirk }: Invariant,
  { quirks }: State,
  { managed = false, quick = false }: CheckOptions,
): boolean {
  if ((needsManagers && !managed) || (costly && quick)) return false
  return quirk === undefined || !quirks[quirk]
}

/** Where a formula comes from, as `semantics/3 I23`. */
export function sectionsOf({ sources }: Pick<Invariant, 'sources'>): readonly string[] {
  return sources.map((source) => `semantics/${source}`)
}

/** Throws when the entry breaks a formula, and names all that it breaks. */
export function assertInvariants(previous: State, entry: Entry, state: State, options: CheckOptions = {}): void {
  const violations = checkInvariants(previous, entry, state, options)
  if (violations.length === 0) return
  const texts = violations.map(({ invariant, place }) => `${invariant} (${place})`)
  throw new Error(`entry ${entry.index}, ${entry.cause.change}, breaks ${texts.join(', ')}`)
}

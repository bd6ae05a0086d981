// The invariants of semantics/1 to 4 as named formulas, to be checked after every entry: in tests, in simulated worlds, in replays of
// recordings, and by whoever embeds the core.

import type { Entry, Quirks, State } from '@cutover/core'
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
  for (const invariant of concernedBy(step, options)) {
    const places = invariant.broken(step)
    for (const place of places)
      violations.push({ invariant: invariant.name, sections: sectionsOf(invariant), place, index: step.entry.index })
  }
  return violations
}

/** What formulas are about, each with a bit of its own. */
const bits: ReadonlyMap<Subject, number> = new Map(
  [...new Set(invariants.flatMap(({ about }) => about ?? []))].map((subject, at) => [subject, 2 ** at]),
)

/** The formulas of entries that were met already, by what those were about. */
const chosen = new WeakMap<Quirks, Map<string, readonly Invariant[]>>()

// Which formulas an entry may break depends on little: they are chosen once for all entries that are alike in that.
function concernedBy(step: EntryStep, options: CheckOptions): readonly Invariant[] {
  const subjects = subjectsOf(step)
  let sum = 0
  for (const subject of subjects) sum += bits.get(subject) ?? 0
  const key = `${sum} ${options.managed} ${options.quick}`
  const { quirks } = step.state
  const known = chosen.get(quirks) ?? new Map<string, readonly Invariant[]>()
  if (known.size === 0) chosen.set(quirks, known)
  const found =
    known.get(key) ?? invariants.filter((one) => concerns(one, subjects) && claimed(one, step.state, options))
  known.set(key, found)
  return found
}

function concerns({ about }: Invariant, subjects: ReadonlySet<Subject>): boolean {
  return about === undefined || about.some((subject) => subjects.has(subject))
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

// Formulas over a running history: remembers what they need to know of earlier entries, counts, and keeps the latest violations.

import type { Allocation, Entry, State } from '@cutover/core'
import { entryStep } from './entry-step.ts'
import { type CheckOptions, checkStep, claimed, invariants, sectionsOf, type Violation } from './invariants.ts'

/** One entry between the states around it, as an engine shows it to its monitors. */
export interface WatchedChange {
  readonly entry: Entry
  readonly before: State
  readonly after: State
}

/** A formula, where it comes from, and how often it was broken. */
export interface FormulaCount {
  readonly name: string
  /** As `semantics/3 I23`. */
  readonly sections: readonly string[]
  readonly violations: number
}

/** What a watch has seen since it began. */
export interface WatchReport {
  /** How many entries were checked. */
  readonly entries: number
  readonly violations: number
  /** Every formula that is checked; those that oddities of the state's profile break are not. */
  readonly formulas: readonly FormulaCount[]
  /** The latest violations, the newest last; at most a hundred. */
  readonly recent: readonly Violation[]
}

/** Watches entry after entry; fits `createEngine({ monitors: [watch] })`. */
export interface InvariantWatch {
  readonly name: string
  /** Checks an entry; answers a line for each formula that it breaks. */
  readonly check: (change: WatchedChange) => readonly string[]
  readonly report: () => WatchReport
}

const recentMax = 100

/** Begins to watch. Each entry costs what it touches; with `quick` less than with all formulas. */
export function watchInvariants(options: CheckOptions = {}): InvariantWatch {
  const judged = new Judged()
  const counts = new Map<string, number>()
  const recent: Violation[] = []
  let entries = 0
  let latest: State | undefined
  return {
    name: 'invariants',
    check: ({ entry, before, after }) => {
      entries += 1
      latest = after
      const step = { ...entryStep(before, entry, after), judged: judged.until(entry) }
      judged.note(entry)
      for (const { key, after: row } of step.allocations) if (row === undefined) judged.forget(key)
      const violations = checkStep(step, options)
      for (const { invariant } of violations) counts.set(invariant, (counts.get(invariant) ?? 0) + 1)
      recent.push(...violations)
      recent.splice(0, recent.length - recentMax)
      return violations.map(violationLine)
    },
    report: () => ({
      entries,
      violations: [...counts.values()].reduce((sum, count) => sum + count, 0),
      formulas: invariants
        .filter((invariant) => latest === undefined || claimed(invariant, latest, options))
        .map((invariant) => ({
          name: invariant.name,
          sections: sectionsOf(invariant),
          violations: counts.get(invariant.name) ?? 0,
        })),
      recent: [...recent],
    }),
  }
}

/** A violation in one line. */
export function violationLine({ index, invariant, sections, place }: Violation): string {
  return `entry ${index} breaks ${invariant} (${sections.join(', ')}) at ${place.replaceAll('\u0000', '/')}`
}

/** The allocations whose health somebody other than their node may have decided. */
class Judged {
  readonly #ids = new Set<string>()
  #from: number | undefined

  /** As known before an entry; what was decided before the watch began may have been decided by anybody. */
  until({ index }: Entry): (row: Allocation) => boolean {
    this.#from ??= index
    const from = this.#from
    return ({ id, health }) => this.#ids.has(id) || (health !== undefined && health.modifyIndex < from)
  }

  note({ events }: Entry): void {
    for (const event of events)
      if (event.type === 'AllocationMarkedHealthy' || event.type === 'AllocationMarkedUnhealthy')
        this.#ids.add(event.allocationId)
  }

  forget(id: string): void {
    this.#ids.delete(id)
  }
}

// Formulas over a running history: remembers what they need to know of earlier entries, counts, and keeps the latest violations.

import { type Entry, type Micros, type State, zero } from '@cutover/core'
import { type EntryStep, entryStep } from './entry-step.ts'
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
  const watch = new Watch(options)
  return { name: 'invariants', check: (change) => watch.check(change), report: () => watch.report() }
}

class Watch {
  readonly #options: CheckOptions
  readonly #judged = new Judged()
  readonly #counts = new Map<string, number>()
  readonly #recent: Violation[] = []
  #entries = 0
  #latest: State | undefined

  constructor(options: CheckOptions) {
    this.#options = options
  }

  check({ entry, before, after }: WatchedChange): readonly string[] {
    this.#entries += 1
    this.#latest = after
    const step = { judged: this.#judged.until(entry), ...entryStep(before, entry, after) }
    this.#judged.note(step)
    const violations = checkStep(step, this.#options)
    for (const { invariant } of violations) this.#counts.set(invariant, (this.#counts.get(invariant) ?? 0) + 1)
    this.#recent.push(...violations)
    this.#recent.splice(0, this.#recent.length - recentMax)
    return violations.map(violationLine)
  }

  report(): WatchReport {
    const latest = this.#latest
    const watched = invariants.filter((one) => latest === undefined || claimed(one, latest, this.#options))
    return {
      entries: this.#entries,
      violations: [...this.#counts.values()].reduce((sum, count) => sum + count, 0),
      formulas: watched.map((one) => ({
        name: one.name,
        sections: sectionsOf(one),
        violations: this.#counts.get(one.name) ?? 0,
      })),
      recent: [...this.#recent],
    }
  }
}

/** A violation in one line. */
export function violationLine({ index, invariant, sections, place }: Violation): string {
  return `entry ${index} breaks ${invariant} (${sections.join(', ')}) at ${place.replaceAll('\u0000', '/')}`
}

/** What of an allocation's health is not what its node says of its present deployment. */
class Judged {
  /** Those whose health somebody other than their node may have decided. */
  readonly #ids = new Set<string>()
  /** When those that were there before moved to their present deployment. */
  readonly #moved = new Map<string, Micros>()
  #from: number | undefined

  /** As known before an entry; what was decided before the watch began may have been decided by anybody. */
  until({ index }: Entry): NonNullable<EntryStep['judged']> {
    this.#from ??= index
    const from = this.#from
    return ({ id, health }, said) => {
      if (this.#ids.has(id) || (health !== undefined && health.modifyIndex < from)) return true
      const moved = this.#moved.get(id) ?? zero
      return isOlder(said, moved) || (health !== undefined && isOlder(health, moved))
    }
  }

  note({ entry, allocations }: EntryStep): void {
    for (const event of entry.events)
      if (event.type === 'AllocationMarkedHealthy' || event.type === 'AllocationMarkedUnhealthy')
        this.#ids.add(event.allocationId)
    for (const { key, before, after } of allocations)
      if (after === undefined) this.#forget(key)
      else if (before !== undefined && before.deploymentId !== after.deploymentId) this.#moved.set(key, entry.at)
  }

  #forget(id: string): void {
    this.#ids.delete(id)
    this.#moved.delete(id)
  }
}

// A node that has not looked yet says zero: that is no instant.
function isOlder({ timestamp }: { readonly timestamp: Micros }, moved: Micros): boolean {
  return timestamp !== zero && timestamp < moved
}

// A log from a real cluster's event stream: batches in, entries with the cluster's own indexes out. What the stream left out is said,
// never made up: indexes that it skipped are entries without events, and rows that begin in the middle are named.

import { type Entry, type Event, initialState, later, type Micros, replay, type State, zero } from '@cutover/core'
import { importedEvents, newestInstant } from './imported-entry.ts'
import type { ToldBatch, ToldRows } from './stream-line.ts'

/** The change of an entry of which the stream told nothing. Nomad has such entries, too: not every change is published. */
export const nothingTold = 'NothingTold'

/** Something that the stream did not tell. */
export type Gap =
  /** No events for these indexes. */
  | { readonly kind: 'indexes'; readonly from: number; readonly to: number }
  /** A row that was there before the stream begins: how it came to be so is not known. */
  | { readonly kind: 'beginning'; readonly table: Begun; readonly key: string; readonly index: number }
  /** An allocation whose version of the job was never told. */
  | { readonly kind: 'version'; readonly allocationId: string; readonly index: number }
  /** A batch that came after a later one; it is left out. */
  | { readonly kind: 'late'; readonly index: number }

type Begun = 'jobs' | 'deployments' | 'evaluations' | 'allocations' | 'nodes'

/** More indexes than this in a row are not made into empty entries: the stream would have to be read anew. */
const skippedMax = 1_000_000

/** A log in the making. */
export class ImportedLog {
  readonly gaps: Gap[] = []
  #origin: State | undefined
  #state: State | undefined
  #waiting: ToldBatch | undefined
  readonly #seen = new Set<string>()

  readonly #known: ToldRows | undefined

  /** `known`: what was read of the cluster before the stream; what the stream tells of anew is left to it. */
  constructor(known?: ToldRows) {
    this.#known = known
  }

  /** The state before the first entry; undefined until something was told. */
  get origin(): State | undefined {
    return this.#origin
  }

  /** The state after the last entry. */
  get state(): State | undefined {
    return this.#state
  }

  /** Takes the next batch; answers the entries that are whole by now. Batches of one index become one entry. */
  take(batch: ToldBatch): readonly Entry[] {
    const last = this.#waiting
    if (last && batch.index === last.index) {
      this.#waiting = { index: last.index, events: [...last.events, ...batch.events] }
      return []
    }
    if (last && batch.index < last.index) {
      this.gaps.push({ kind: 'late', index: batch.index })
      return []
    }
    const entries = this.end()
    this.#waiting = batch
    return entries
  }

  /** The entry that waits for more batches of its index, if there is one: nothing more is to come of it. */
  end(): readonly Entry[] {
    const batch = this.#waiting
    if (!batch) return []
    this.#waiting = undefined
    const before = this.#state ?? this.begin(batch.index, instantOf(batch))
    const skipped = this.#skip(before, batch.index - 1)
    const entry = this.#entry(skipped.at(-1)?.at ?? before.at, batch)
    for (const each of [...skipped, entry]) this.#state = replay(this.#state ?? before, each)
    this.#note(entry)
    return [...skipped, entry]
  }

  /**
   * Begins before the entry of an index, with the rows that are known and that no later entry changes; at the instant of the newest of
   * them, or at `otherwise`.
   */
  begin(first: number, otherwise: Micros = zero): State {
    const { index, rows } = this.#known ?? { index: first - 1, rows: [] }
    if (first > index + 1) this.gaps.push({ kind: 'indexes', from: index + 1, to: first - 1 })
    let state: State = { ...initialState('imported'), lastIndex: first - 2 }
    const events = rows.flatMap((told) => {
      const fresh = importedEvents(told, state).filter((event) => (rowOf(event)?.modifyIndex ?? first) < first)
      state = {
        ...replay(state, entryOf(first - 1, state.at, { told: told.type, events: fresh })),
        lastIndex: first - 2,
      }
      return fresh
    })
    for (const event of events) this.#seen.add(rowOf(event)?.key ?? '')
    this.#origin = { ...state, lastIndex: first - 1, at: events.length > 0 ? newestInstant(events) : otherwise }
    this.#state = this.#origin
    return this.#origin
  }

  #skip(before: State, until: number): readonly Entry[] {
    const from = before.lastIndex + 1
    if (until < from) return []
    if (until - from >= skippedMax) throw new Error(`the stream skips from index ${from} to ${until}: read it anew`)
    this.gaps.push({ kind: 'indexes', from, to: until })
    return Array.from({ length: until - from + 1 }, (_, place) =>
      entryOf(from + place, before.at, { told: nothingTold }),
    )
  }

  #entry(last: Micros, { index, events: told }: ToldBatch): Entry {
    const events: Event[] = []
    let state = this.#state ?? initialState('imported')
    for (const each of told) {
      const fresh = importedEvents(each, state)
      events.push(...fresh)
      state = replay(state, entryOf(index, state.at, { told: each.type, events: fresh }))
    }
    return entryOf(index, later(last, newestInstant(events)), { told: told[0]?.type ?? nothingTold, events })
  }

  #note({ index, events }: Entry): void {
    const first = (this.#origin?.lastIndex ?? 0) + 1
    for (const event of events) {
      const begun = rowOf(event)
      if (begun && begun.createIndex < first && !this.#seen.has(begun.key)) {
        this.gaps.push({ kind: 'beginning', table: begun.table, key: begun.key, index })
      }
      if (begun) this.#seen.add(begun.key)
      if (event.type === 'AllocationImported' && !event.allocation.job)
        this.gaps.push({ kind: 'version', allocationId: event.allocation.id, index })
    }
  }
}

interface Row {
  readonly table: Begun
  readonly key: string
  readonly createIndex: number
  readonly modifyIndex: number
}

function rowOf(event: Event): Row | undefined {
  switch (event.type) {
    case 'JobImported':
      return { ...event.job, table: 'jobs', key: event.job.id }
    case 'DeploymentImported':
      return { ...event.deployment, table: 'deployments', key: event.deployment.id }
    case 'EvaluationImported':
      return { ...event.evaluation, table: 'evaluations', key: event.evaluation.id }
    case 'AllocationImported':
      return { ...event.allocation, table: 'allocations', key: event.allocation.id }
    case 'NodeImported':
      return { ...event.node, table: 'nodes', key: event.node.id }
    default:
      return undefined
  }
}

function instantOf({ events }: ToldBatch): Micros {
  const empty = initialState('imported')
  return newestInstant(events.flatMap((told) => importedEvents(told, empty)))
}

function entryOf(
  index: number,
  at: Micros,
  { told, events = [] }: { readonly told: string; readonly events?: readonly Event[] },
): Entry {
  return { index, term: 0, at, cause: { change: told, command: '', by: 'import', actor: '', after: 0 }, events }
}

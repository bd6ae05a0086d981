// Formulas over the event stream of any Nomad, without its log: rows as the stream shows them, each compared with the last time it
// was shown. A formula that needs facts, causes or whole tables cannot be told from a stream.

import type { Deployment, Entry, JsonObject, QuirkName, State } from '@cutover/core'
import { initialState, zero } from '@cutover/core'
import {
  numberAt,
  objectAt,
  objectsAt,
  readAllocation,
  readDeployment,
  readEvaluation,
  readJob,
  readNode,
  textAt,
} from '@cutover/core/nomad-rows'
import { type EntryStep, jobKeyOf, type Touched } from './entry-step.ts'
import type { Invariant } from './invariant.ts'
import { invariants, sectionsOf, type Violation } from './invariants.ts'

/** What the stream showed that breaks a formula. */
export interface StreamFinding extends Violation {
  /** The oddity of Nomad that is known to break it: then it is no news. */
  readonly quirk: QuirkName | undefined
}

/** What a watch of a stream has seen. */
export interface StreamReport {
  readonly events: number
  /** The first and the last index seen; 0 before the first. */
  readonly from: number
  readonly to: number
  readonly formulas: readonly { readonly name: string; readonly sections: readonly string[]; readonly broken: number }[]
  /** Formulas that a stream alone cannot tell. */
  readonly untold: readonly string[]
}

/** Watches a stream, batch after batch. */
export interface StreamWatch {
  /** One line of the stream, parsed; heartbeats are let pass. */
  readonly check: (batch: JsonObject) => readonly StreamFinding[]
  readonly report: () => StreamReport
}

/** The formulas that can be told from a stream. */
export const streamInvariants: readonly Invariant[] = invariants.filter(({ rows }) => rows)

/** Begins to watch a stream; of each topic the rows shown last are remembered, at most `remembered` (100,000 by default). */
export function watchStream({ remembered = 100_000 }: { readonly remembered?: number } = {}): StreamWatch {
  const known = new KnownRows(remembered)
  const counts = new Map<string, number>()
  const seen = { events: 0, from: 0, to: 0 }
  return {
    check: (batch) => {
      const events = objectsAt(batch, 'Events') ?? []
      if (events.length === 0) return []
      seen.events += events.length
      seen.to = numberAt(batch, 'Index')
      seen.from ||= seen.to
      const step = known.step(seen.to, events)
      return streamInvariants.flatMap(({ name, quirk, sources, broken }) =>
        broken(step).map((place) => {
          counts.set(name, (counts.get(name) ?? 0) + 1)
          return { invariant: name, sections: sectionsOf({ sources }), place, index: seen.to, quirk }
        }),
      )
    },
    report: () => ({
      ...seen,
      formulas: streamInvariants.map((invariant) => ({
        name: invariant.name,
        sections: sectionsOf(invariant),
        broken: counts.get(invariant.name) ?? 0,
      })),
      untold: invariants.filter(({ rows }) => !rows).map(({ name }) => name),
    }),
  }
}

/** The rows of one topic as they were shown last; the ones not shown for longest are forgotten first. */
class Topic<R> {
  readonly #rows = new Map<string, R>()
  readonly #most: number
  readonly #onForgotten: (key: string) => void

  constructor(most: number, onForgotten: (key: string) => void = () => undefined) {
    this.#most = most
    this.#onForgotten = onForgotten
  }

  show(key: string, after: R | undefined): Touched<R> {
    const before = this.#rows.get(key)
    this.#rows.delete(key)
    if (after !== undefined) this.#rows.set(key, after)
    if (this.#rows.size > this.#most) this.#forgetOne()
    return { key, before, after }
  }

  #forgetOne(): void {
    const [oldest] = this.#rows.keys()
    if (oldest === undefined) return
    this.#rows.delete(oldest)
    this.#onForgotten(oldest)
  }
}

class KnownRows {
  #state: State = initialState('stream')
  readonly #topics: ReturnType<typeof topicsOf>

  constructor(remembered: number) {
    this.#topics = topicsOf(remembered, (key) => this.#put(this.#state.tables.deployments.delete(key)))
  }

  step(index: number, events: readonly JsonObject[]): EntryStep {
    const previous = this.#state
    const shown = latestOf(events)
    const { allocations, evaluations, jobs, nodes } = this.#topics
    const touched = {
      allocations: rowsOf(shown, 'Allocation', (row) => allocations.show(textAt(row, 'ID'), readAllocation(row))),
      deployments: rowsOf(shown, 'Deployment', (row) => this.#showDeployment(readDeployment(row))),
      evaluations: rowsOf(shown, 'Evaluation', (row) => evaluations.show(textAt(row, 'ID'), readEvaluation(row))),
      jobs: rowsOf(shown, 'Job', (row, event) =>
        jobs.show(
          jobKeyOf(textAt(event, 'Namespace'), textAt(event, 'Key')),
          isDeletion(event) ? undefined : readJob(row),
        ),
      ),
      nodes: rowsOf(shown, 'Node', (row) => nodes.show(textAt(row, 'ID'), readNode(row))),
    }
    return { previous, state: this.#state, entry: unknownEntry(index), ...touched, versions: [], summaries: [] }
  }

  #showDeployment(row: Deployment): Touched<Deployment> {
    this.#put(this.#state.tables.deployments.set(row))
    return this.#topics.deployments.show(row.id, row)
  }

  #put(deployments: State['tables']['deployments']): void {
    this.#state = { ...this.#state, tables: { ...this.#state.tables, deployments } }
  }
}

/** The rows of one topic. */
function rowsOf<R>(
  events: readonly JsonObject[],
  name: string,
  show: (payload: JsonObject, event: JsonObject) => Touched<R>,
): readonly Touched<R>[] {
  return events.flatMap((event) => {
    const payload = textAt(event, 'Topic') === name ? objectAt(objectAt(event, 'Payload') ?? {}, name) : undefined
    return payload ? [show(payload, event)] : []
  })
}

function topicsOf(remembered: number, forgetDeployment: (key: string) => void) {
  return {
    allocations: new Topic<ReturnType<typeof readAllocation>>(remembered),
    deployments: new Topic<Deployment>(remembered, forgetDeployment),
    evaluations: new Topic<ReturnType<typeof readEvaluation>>(remembered),
    jobs: new Topic<ReturnType<typeof readJob>>(remembered),
    nodes: new Topic<ReturnType<typeof readNode>>(remembered),
  }
}

// A batch may hold several transactions of one index: what counts is how a row stands after all of them.
function latestOf(events: readonly JsonObject[]): readonly JsonObject[] {
  const latest = new Map<string, JsonObject>()
  for (const event of events)
    latest.set(`${textAt(event, 'Topic')} ${textAt(event, 'Namespace')} ${textAt(event, 'Key')}`, event)
  return [...latest.values()]
}

function isDeletion(event: JsonObject): boolean {
  return objectAt(event, 'Payload')?.['Deleted'] === true
}

/** The entry behind a batch: its index is all that a stream tells. */
function unknownEntry(index: number): Entry {
  return { index, term: 0, at: zero, cause: { change: '', command: '', by: 'import', actor: '', after: 0 }, events: [] }
}

// Why a field is what it is: the event that set it, the command or reaction behind that, and so on back to a cause from outside.

import type { Entry, Index, Origin } from '../entry.ts'
import type { Event } from '../event.ts'
import type { State } from '../state.ts'
import type { Micros } from '../time.ts'
import { replay } from '../transition.ts'
import { entryAt, type History, stateAt } from './history.ts'
import { ruleOf } from './rules.ts'
import { type AnyRow, diffFields, type TableName, valueAt } from './state-diff.ts'

/** A field of a row: `deployments`, the deployment's id, `groups` `web` `healthy`. No field: the row itself. */
export interface FieldPath {
  readonly table: TableName
  readonly key: string
  readonly field: readonly string[]
}

/** One step back: an entry, which of its facts matter here, and who brought it about. */
export interface CauseLink {
  readonly index: Index
  readonly at: Micros
  /** The facts that set the field; further back, all facts of the entry. */
  readonly events: readonly Event[]
  /** The change that was replicated, and the operator's command behind it, if that is something else. */
  readonly change: string
  readonly command: string
  readonly by: Origin
  readonly actor: string
  /** Where the semantics state the rule of the first of these facts. */
  readonly rule: string
}

/** What a chain of causes ends in. `origin`: the field was so before the history begins. */
export type OutsideCause = 'operator' | 'report' | 'timer' | 'import' | 'origin'

/** A field, what it was before it became what it is, and the chain of causes, the nearest first. */
export interface Explanation {
  readonly path: FieldPath
  readonly before: unknown
  readonly after: unknown
  readonly chain: readonly CauseLink[]
  readonly outside: OutsideCause
}

/** Explains a field as it is at the end of the history. */
export function why(history: History, path: FieldPath): Explanation {
  const set = lastChange(history, path)
  if (!set) {
    const value = fieldValue(history.head, path)
    return { path, before: value, after: value, chain: [], outside: 'origin' }
  }
  const first = linkOf(set.entry, set.events)
  const chain = [first, ...causesBefore(history, set.entry)]
  return { path, before: set.before, after: set.after, chain, outside: outsideOf(chain.at(-1) ?? first) }
}

/** The value of a field in a state, or undefined. */
export function fieldValue(state: State, { table, key, field }: FieldPath): unknown {
  const row: AnyRow | undefined = state.tables[table].get(key)
  return valueAt(row, field)
}

interface Setting {
  readonly entry: Entry
  readonly events: readonly Event[]
  readonly before: unknown
  readonly after: unknown
}

// Backwards through the states that are kept, so that what changed lately is found soon.
function lastChange(history: History, path: FieldPath): Setting | undefined {
  const { origin, entries, kept } = history
  for (let block = kept.length; block >= 0; block--) {
    const stride = kept[0] ? kept[0].lastIndex - origin.lastIndex : entries.length
    const first = block * stride
    const found = lastChangeIn(kept[block - 1] ?? origin, entries.slice(first, first + stride), path)
    if (found) return found
  }
  return undefined
}

function lastChangeIn(start: State, entries: readonly Entry[], path: FieldPath): Setting | undefined {
  let state = start
  let found: { readonly entry: Entry; readonly state: State } | undefined
  for (const entry of entries) {
    const next = replay(state, entry)
    if (!isSame(fieldValue(state, path), fieldValue(next, path))) found = { entry, state }
    state = next
  }
  return found && settingOf(found.state, found.entry, path)
}

// The facts of the entry at which the value moves, found by folding ever more of them.
function settingOf(state: State, entry: Entry, path: FieldPath): Setting {
  const before = fieldValue(state, path)
  let value = before
  const events = entry.events.filter((_event, place) => {
    const partly = replay(state, { ...entry, events: entry.events.slice(0, place + 1) })
    const now = fieldValue(partly, path)
    const moved = !isSame(value, now)
    value = now
    return moved
  })
  return { entry, events, before, after: value }
}

function isSame(a: unknown, b: unknown): boolean {
  return diffFields(a, b).length === 0
}

function causesBefore(history: History, entry: Entry): readonly CauseLink[] {
  const links: CauseLink[] = []
  let cause = entryAt(history, causeOf(history, entry))
  while (cause) {
    links.push(linkOf(cause, cause.events))
    cause = entryAt(history, causeOf(history, cause))
  }
  return links
}

// A plan goes back to whoever asked for its evaluation; everything else to what its manager was shown.
function causeOf(history: History, entry: Entry): Index {
  for (const event of entry.events) {
    const id = evaluationBehind(event, entry.index)
    const created = id === '' ? undefined : stateAt(history, entry.index)?.tables.evaluations.get(id)?.createIndex
    if (created && created < entry.index) return created
  }
  return entry.cause.after
}

// The evaluation that a plan, its own end, or a row of a plan elsewhere speaks of; empty for other facts.
function evaluationBehind(event: Event, index: Index): string {
  switch (event.type) {
    case 'PlanCommitted':
      return event.evaluationId
    case 'EvaluationUpdated':
    case 'EvaluationImported':
      return event.evaluation.id
    case 'AllocationImported':
      return event.allocation.allocationModifyIndex === index ? event.allocation.evaluationId : ''
    default:
      return ''
  }
}

function linkOf({ index, at, cause }: Entry, events: readonly Event[]): CauseLink {
  const { change, command, by, actor } = cause
  const [first] = events
  return { index, at, events, change, command, by, actor, rule: first ? ruleOf[first.type] : '' }
}

function outsideOf({ by }: CauseLink): OutsideCause {
  if (by === 'operator' || by === 'import') return by
  return by === 'fleet' ? 'report' : 'timer'
}

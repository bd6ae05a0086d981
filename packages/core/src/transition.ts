// The one door for change: a command becomes entries and the state after them, or a refusal.

import type { Change, ChangeMap, Command, OperatorCommand, OperatorCommandMap, Reply } from './command.ts'
import { appliers, deciders } from './decide.ts'
import { beginDraft, type Draft, proceed, rollback } from './draft.ts'
import { foldRequest } from './entities/answered-request.ts'
import type { Entry, Stamp } from './entry.ts'
import { evolve } from './evolve.ts'
import type { Proposal } from './proposal.ts'
import { isRefusal, type Refusal } from './refusal.ts'
import type { State } from './state.ts'

/** What an accepted command did. */
export interface Transition {
  /** One entry for each change; none when the command found nothing to write. */
  readonly entries: readonly Entry[]
  readonly state: State
  readonly reply: Reply
  /** A change that was refused after its entry, or an earlier part of the command, was kept (semantics/1 §3.2; client-surface §3). */
  readonly refusal: Refusal | undefined
}

/** Decides one command and folds its events. The only function that makes a state from a state. */
export function transition(state: State, command: Command, stamp: Stamp): Transition | Refusal {
  if (isChange(command)) return applyAlone(state, command, stamp, '')
  const proposal = decideCommand(state, command, stamp)
  return isRefusal(proposal) ? proposal : applyChanges(state, proposal, stamp, command.type)
}

/** Folds an entry of the log into the state before it. Replay of a log is this, entry by entry. */
export function replay(state: State, entry: Entry): State {
  const draft = beginDraft(state, stampOf(entry))
  foldEntry(draft, entry)
  return commit(draft, entry)
}

/** The same, with a rest after so many events each: for whoever has to do other things meanwhile. */
export function* replayInSteps(state: State, entry: Entry, eventsAtOnce: number): Generator<undefined, State> {
  const draft = beginDraft(state, stampOf(entry))
  for (const [place, event] of entry.events.entries()) {
    if (place > 0 && place % eventsAtOnce === 0) yield
    evolve(draft, event)
  }
  foldRequestOf(draft, entry)
  return commit(draft, entry)
}

/** Folds consecutive entries, as `replay` does one by one, but makes no state between them: that is most of the work. */
export function replayAll(state: State, entries: readonly Entry[]): State {
  const [first, ...others] = entries
  if (!first) return state
  const draft = beginDraft(state, stampOf(first))
  foldEntry(draft, first)
  for (const entry of others) {
    proceed(draft, stampOf(entry))
    foldEntry(draft, entry)
  }
  return commit(draft, others.at(-1) ?? first)
}

function stampOf({ at, term, cause }: Entry): Stamp {
  return { at, term, by: cause.by }
}

function foldEntry(draft: Draft, entry: Entry): void {
  for (const event of entry.events) evolve(draft, event)
  foldRequestOf(draft, entry)
}

function foldRequestOf(draft: Draft, { request }: Entry): void {
  if (request) draft.tables.requests = foldRequest(draft.tables.requests, request, draft.edit)
}

// One change, one entry. What an operator's command proposes takes its index even if the change is refused: Nomad's log has it by then.
function applyAlone(before: State, change: Change, stamp: Stamp, command: string): Transition | Refusal {
  const draft = beginDraft(before, stamp)
  const refusal = applyChange(draft, change)
  if (refusal) {
    rollback(draft)
    if (draft.events.length === 0 && command === '') return refusal
  }
  const entry = entryOf(draft, change.type, command)
  const state = commit(draft, entry)
  return { entries: [entry], state, reply: { index: state.lastIndex }, refusal }
}

function applyChanges(before: State, proposal: Proposal, stamp: Stamp, command: string): Transition | Refusal {
  const entries: Entry[] = []
  let state = before
  for (const change of proposal.changes) {
    const taken = applyAlone(state, change, stamp, command)
    if (isRefusal(taken)) return taken
    entries.push(...taken.entries)
    state = taken.state
    if (taken.refusal) return { entries, state, reply: taken.reply, refusal: taken.refusal }
  }
  return { entries, state, reply: { index: state.lastIndex, ...proposal.answer(state) }, refusal: undefined }
}

function entryOf({ index, events, batches, stamp }: Draft, change: string, command: string): Entry {
  const cause = { change, command, by: stamp.by, actor: stamp.actor ?? '', after: stamp.after ?? 0 }
  const { term, at } = stamp
  return batches.length > 0 ? { index, term, at, cause, events, batches } : { index, term, at, cause, events }
}

function commit(draft: Draft, entry: Entry): State {
  return {
    seed: draft.base.seed,
    quirks: draft.base.quirks,
    lastIndex: entry.index,
    term: entry.term,
    at: entry.at,
    tables: draft.tables,
    indexes: draft.indexes,
    schedulerConfiguration: draft.schedulerConfiguration,
  }
}

const changeTypes: ReadonlySet<string> = new Set(Object.keys(appliers))

function isChange(command: Command): command is Change {
  return changeTypes.has(command.type)
}

function decideCommand<K extends keyof OperatorCommandMap>(
  state: State,
  command: OperatorCommand<K>,
  stamp: Stamp,
): Proposal | Refusal {
  return deciders[command.type](state, command, stamp)
}

function applyChange<K extends keyof ChangeMap>(draft: Draft, change: Change<K>): Refusal | undefined {
  return appliers[change.type](draft, change)
}

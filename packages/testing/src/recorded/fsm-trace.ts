// Runs one recorded trace of the state machine: every message through `transition`, at its own index and instant.

import {
  initialState,
  isRefusal,
  type JsonObject,
  type Refusal,
  type State,
  type Transition,
  transition,
} from '@cutover/core'
import { readNamed } from './fsm-job-requests.ts'
import { changeOf } from './fsm-requests.ts'
import { asObject, nanosAt, numberAt, objectAt, objectsAt, textAt } from './read.ts'

/** One message of a trace and what became of it. */
export interface CommandRun {
  /** As recorded. */
  readonly command: JsonObject
  /** The state just before; its last index is the one before the message's, whatever other entries the gap stands for. */
  readonly before: State
  /** Undefined when the message's type is not known here. */
  readonly outcome: Transition | Refusal | undefined
  readonly after: State
}

/** The messages of a trace, one after the other. */
export function* runTrace(record: JsonObject): Generator<CommandRun, void, undefined> {
  let state = traceStart(record)
  for (const command of objectsAt(record, 'commands') ?? []) {
    const before = { ...state, lastIndex: numberAt(command, 'index') - 1 }
    const change = changeOf(textAt(command, 'type'), objectAt(command, 'request') ?? {})
    const outcome = change && transition(before, change, { at: nanosAt(command, 'now'), term: 1, by: 'import' })
    state = !outcome || isRefusal(outcome) ? before : outcome.state
    yield { command, before, outcome, after: state }
  }
}

/** The state before the first message of a trace. */
export function traceStart(record: JsonObject): State {
  const empty = initialState('recorded')
  const initial = objectAt(record, 'initial') ?? {}
  let { namespaces, nodePools } = empty.tables
  for (const row of Object.values(objectAt(initial, 'namespaces') ?? {})) {
    namespaces = namespaces.set(readNamed(asObject(row) ?? {}))
  }
  for (const row of Object.values(objectAt(initial, 'node_pools') ?? {})) {
    nodePools = nodePools.set(readNamed(asObject(row) ?? {}))
  }
  const indexes = objectAt(initial, 'indexes') ?? {}
  return {
    ...empty,
    tables: { ...empty.tables, namespaces, nodePools },
    indexes: {
      ...empty.indexes,
      namespaces: numberAt(indexes, 'namespaces'),
      node_pools: numberAt(indexes, 'node_pools'),
    },
  }
}

// Where a small world stands, and what one command does to it: the command's entries, those of the process managers, and those of a
// node that ends at once what the servers stop.

import {
  type Allocation,
  type Command,
  type Entry,
  isRefusal,
  type Micros,
  type OperatorCommand,
  type State,
  step,
} from '@cutover/core'
import type { Searched } from './small-scope.ts'

/** Where the world stands: its state, its instant, and how often operators changed the job. */
export interface Position {
  readonly state: State
  readonly now: Micros
  readonly changes: number
}

/** The entries of a move, and where it leads. */
export interface Happened {
  readonly entries: readonly Entry[]
  readonly position: Position
}

/** Asks for something; a refusal leaves everything as it is. */
export function ask(position: Position, command: Command, { managers }: Searched): Happened {
  const by = command.type === 'ReportAllocations' ? 'fleet' : 'operator'
  const outcome = step(position.state, command, { at: position.now, term: 1, by }, managers)
  if (isRefusal(outcome)) return { entries: [], position }
  return ended({ ...position, state: outcome.state }, outcome.entries, managers)
}

/** The node ends what the servers stop, at the same instant, until nothing is left to end. */
export function ended(before: Position, entries: readonly Entry[], managers: Searched['managers']): Happened {
  let position = before
  const all = [...entries]
  for (let stopped = stoppedIn(position.state); stopped.length > 0; stopped = stoppedIn(position.state)) {
    const reports = stopped.map((row) => reportOf(row, 'complete', undefined))
    const stamp = { at: position.now, term: 1, by: 'fleet' } as const
    const outcome = step(position.state, { type: 'ReportAllocations', reports }, stamp, managers)
    if (isRefusal(outcome)) throw new Error(`a node may not report an end: ${outcome.text}`)
    all.push(...outcome.entries)
    position = { ...position, state: outcome.state }
  }
  return { entries: all, position }
}

/** What a node says of an allocation. */
export type Report = OperatorCommand<'ReportAllocations'>['reports'][number]

/** A node's report. */
export function reportOf(
  { id, nodeId }: Allocation,
  clientStatus: Report['clientStatus'],
  health: Report['health'],
): Report {
  const texts = { namespace: '', jobId: '', clientDescription: '' }
  return { allocationId: id, nodeId, ...texts, clientStatus, taskStates: [], networkStatus: null, health }
}

/** Whether its node has nothing more to say about it. */
export function isDone({ clientStatus }: Allocation): boolean {
  return clientStatus === 'complete' || clientStatus === 'failed'
}

function stoppedIn(state: State): readonly Allocation[] {
  return [...state.tables.allocations].filter((row) => row.desiredStatus !== 'run' && !isDone(row))
}

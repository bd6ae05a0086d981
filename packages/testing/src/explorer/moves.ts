// What can happen next in a small world: verbs of operators, reports of nodes, and the one move that lets time pass. The moves of a
// position always come in the same order, so that a way is a list of numbers.

import { type Micros, nextWakeup, type State, wake } from '@cutover/core'
import type { Move, MoveKind } from './move.ts'
import { nodeMoves } from './node-moves.ts'
import { operatorMoves } from './operator-moves.ts'
import { ended, type Happened, type Position } from './position.ts'
import type { Searched } from './small-scope.ts'

/** Everything that can happen next. */
export function movesFrom(position: Position, searched: Searched): readonly Move[] {
  return [...operatorMoves(position, searched), ...nodeMoves(position, searched), ...timeMoves(position, searched)]
}

function timeMoves(position: Position, { managers }: Searched): readonly Move[] {
  const due = nextWakeup(position.state, managers)
  if (due === undefined) return []
  const now = due > position.now ? due : position.now
  const kind = dueKind(position.state, now)
  const happen = (): Happened => {
    const outcome = wake(position.state, { at: now, term: 1, by: 'housekeeping' }, managers)
    return ended({ ...position, state: outcome.state, now }, outcome.entries, managers)
  }
  return [{ kind, text: `${kind} is due`, happen }]
}

function dueKind(state: State, now: Micros): MoveKind {
  const active = [...state.tables.deployments.by('active', '')]
  if (active.some(({ watch }) => watch !== undefined && watch.windowDue !== 0 && watch.windowDue <= now))
    return 'window'
  return active.some(({ groups }) => groups.some((group) => group.requireProgressBy === now))
    ? 'deadline'
    : 'reschedule'
}

// The way to a state as a transcript: one line for each move, one for where it leads.

import type { State } from '@cutover/core'
import { hashOf } from './expand.ts'
import { firstPosition } from './first-position.ts'
import type { Move } from './move.ts'
import { movesFrom } from './moves.ts'
import type { Position } from './position.ts'
import type { Searched } from './small-scope.ts'
import type { VisitedStates, Ways } from './visited-states.ts'
import { Walker, wayTo } from './walk.ts'

/** The lines to a state, and those of one more move from there. */
export function transcriptOf(searched: Searched, ways: Ways, ordinal: number, further?: number): readonly string[] {
  const moves = wayTo(ways, ordinal)
    .slice(1)
    .map((at) => ways.moves[at] ?? 0)
  let position = firstPosition(searched)
  return [...moves, ...(further === undefined ? [] : [further])].flatMap((number) => {
    const move = movesFrom(position, searched)[number]
    if (!move) throw new Error(`there is no move ${number} to tell of`)
    position = move.happen().position
    return linesOf(move, position)
  })
}

/** The lines to a cycle and once around it. */
export function cycleTranscript(
  searched: Searched,
  visited: VisitedStates,
  cycle: readonly number[],
): readonly string[] {
  const [first = 0, ...others] = cycle
  let position = new Walker(searched, visited.ways, firstPosition(searched)).positionAt(first)
  const around = [...others, first].flatMap((ordinal) => {
    const move = movesFrom(position, searched).find((each) => leadsTo(each, visited, ordinal))
    if (!move) throw new Error(`no move leads to state ${ordinal}`)
    position = move.happen().position
    return linesOf(move, position)
  })
  return [...transcriptOf(searched, visited.ways, first), 'and from there, again and again:', ...around]
}

function leadsTo(move: Move, visited: VisitedStates, ordinal: number): boolean {
  const { high, low } = hashOf(move.happen().position)
  return visited.high[ordinal] === high && visited.low[ordinal] === low
}

function linesOf(move: Move, { state }: Position): readonly string[] {
  return [`> ${move.text}`, `  ${lineOf(state)}`]
}

function lineOf({ tables }: State): string {
  const rows = [...tables.deployments].sort((a, b) => a.createIndex - b.createIndex)
  const texts = rows.map(({ jobVersion, status, groups }) => {
    const counts = groups.map(({ name, healthy, unhealthy, placed, desiredTotal }) => {
      return `${name} ${healthy} healthy, ${unhealthy} unhealthy, ${placed} placed of ${desiredTotal}`
    })
    return `v${jobVersion} ${status} (${counts.join('; ')})`
  })
  return texts.join(', ') || 'nothing is rolled out'
}

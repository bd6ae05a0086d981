// Where every search begins: one node, no job.

import { initialState, isRefusal, type Micros, micros, step } from '@cutover/core'
import { nodeId, nodeRow, nodeShape } from '@cutover/simulator'
import type { Position } from './position.ts'
import type { Searched } from './small-scope.ts'

const start: Micros = micros(1_893_456_000_000_000)

/** The world before its first registration: one node. */
export function firstPosition({ scope, managers }: Searched): Position {
  const shape = nodeShape(1)
  const node = nodeRow(shape, nodeId('small scope', shape.name), 0)
  const state = initialState('small scope', scope.quirks)
  const outcome = step(state, { type: 'JoinNode', node }, { at: start, term: 1, by: 'operator' }, managers)
  if (isRefusal(outcome)) throw new Error(`the node may not join: ${outcome.text}`)
  return { state: outcome.state, now: start, changes: 0 }
}

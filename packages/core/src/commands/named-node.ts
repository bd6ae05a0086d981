// The node that a command names by its id. Rules: client-surface §2.9.

import type { Node } from '../entities/node.ts'
import { storedId, uuidFault } from '../entities/uuid.ts'
import { type Refusal, refuse } from '../refusal.ts'
import type { State } from '../state.ts'

/** The node, or why there is none. */
export function namedNode(state: State, nodeId: string): Node | Refusal {
  const fault = uuidFault(nodeId)
  if (fault !== undefined) return refuse('node-lookup', fault)
  return state.tables.nodes.get(storedId(nodeId)) ?? refuse('node-not-found')
}

// Starts, changes or cancels the drain of a node. Rules: client-surface §3.10, semantics/3 §4.4.

import type { Change } from '../command.ts'
import type { DrainStrategy, Node } from '../entities/node.ts'
import type { Stamp } from '../entry.ts'
import type { JsonObject } from '../json.ts'
import type { Proposal } from '../proposal.ts'
import { isRefusal, type Refusal, refuse } from '../refusal.ts'
import type { State } from '../state.ts'
import { type Micros, plus, zero } from '../time.ts'
import { namedNode } from './named-node.ts'
import { nodeEvaluations } from './node-evaluations.ts'
import { nodeProposal } from './node-proposal.ts'

/** Asks to drain a node; `specification` undefined cancels the drain. */
export interface DrainNode {
  readonly nodeId: string
  readonly specification: DrainSpecification | undefined
  /** With a cancelled drain: the node is eligible again. */
  readonly markEligible: boolean
  readonly meta: JsonObject | undefined
}

/** How a node is to be drained. */
export interface DrainSpecification {
  /** Positive: time from now; zero: none; negative: at once. */
  readonly deadline: Micros
  readonly ignoreSystemJobs: boolean
}

export function decideDrainNode(state: State, command: DrainNode, stamp: Stamp): Proposal | Refusal {
  const { nodeId, specification, markEligible, meta } = command
  if (nodeId === '') return refuse('drain-node-id-missing')
  const node = namedNode(state, nodeId)
  if (isRefusal(node)) return node

  const drain = specification && strategy(node, specification, stamp)
  const message = drain ? 'Node drain strategy set' : 'Node drain canceled'
  const remark = { message, subsystem: 'Drain', details: undefined, timestamp: stamp.at }
  const order = { nodeId: node.id, drain, markEligible, remark, meta, accessorId: stamp.actor ?? '' }
  const change: Change = {
    type: 'DrainNodes',
    orders: [order],
    updatedAt: Math.floor(stamp.at / 1_000_000),
    byDrainer: false,
  }
  const returns = !drain && markEligible && node.schedulingEligibility === 'ineligible'
  return nodeProposal(state, change, returns ? nodeEvaluations(state, stamp, node) : [])
}

function strategy(node: Node, { deadline, ignoreSystemJobs }: DrainSpecification, { at }: Stamp): DrainStrategy {
  return {
    deadline,
    ignoreSystemJobs,
    forceDeadline: deadline > 0 ? plus(at, deadline) : zero,
    startedAt: node.drain?.startedAt ?? at,
  }
}

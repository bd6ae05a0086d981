// Reads recorded log messages about nodes as replicated changes.

import type { Change, JsonObject, Node } from '@cutover/core'
import type { RequestReader } from './fsm-request.ts'
import { asObject, flagAt, numberAt, objectAt, textAt } from './read.ts'
import { readNode } from './rows.ts'

/** Message type → its reader. */
export const nodeRequests: readonly (readonly [string, RequestReader])[] = [
  ['NodeRegisterRequestType', (request) => ({ type: 'RegisterNode', node: readNode(objectAt(request, 'Node') ?? {}) })],
  ['NodeDeregisterRequestType', (request) => ({ type: 'DeregisterNodes', nodeIds: [textAt(request, 'NodeID')] })],
  ['NodeUpdateStatusRequestType', readStatus],
  ['NodeUpdateEligibilityRequestType', readEligibility],
  ['NodeUpdateDrainRequestType', readDrain],
  ['BatchNodeUpdateDrainRequestType', readDrains],
  ['UpsertNodeEventsType', readEvents],
]

function readStatus(request: JsonObject): Change {
  return {
    type: 'SetNodeStatus',
    nodeId: textAt(request, 'NodeID'),
    status: readNode(request).status,
    updatedAt: numberAt(request, 'UpdatedAt'),
    remark: remarkOf(objectAt(request, 'NodeEvent')),
  }
}

function readEligibility(request: JsonObject): Change {
  return {
    type: 'SetNodeEligibility',
    nodeId: textAt(request, 'NodeID'),
    eligibility: textAt(request, 'Eligibility') === 'eligible' ? 'eligible' : 'ineligible',
    updatedAt: numberAt(request, 'UpdatedAt'),
    remark: remarkOf(objectAt(request, 'NodeEvent')),
  }
}

type DrainOrder = Extract<Change, { type: 'DrainNodes' }>['orders'][number]

function readDrain(request: JsonObject): Change {
  const order = {
    ...drainOf(textAt(request, 'NodeID'), request),
    remark: remarkOf(objectAt(request, 'NodeEvent')),
    meta: objectAt(request, 'Meta'),
    accessorId: textAt(request, 'UpdatedBy'),
  }
  return { type: 'DrainNodes', orders: [order], updatedAt: numberAt(request, 'UpdatedAt'), byDrainer: false }
}

// The original walks an unordered map; the recording went by node id.
function readDrains(request: JsonObject): Change {
  const remarks = objectAt(request, 'NodeEvents') ?? {}
  const updates = Object.entries(objectAt(request, 'Updates') ?? {}).sort(([a], [b]) => (a < b ? -1 : 1))
  const orders = updates.map(([nodeId, update]) => ({
    ...drainOf(nodeId, asObject(update) ?? {}),
    remark: remarkOf(objectAt(remarks, nodeId)),
    meta: undefined,
    accessorId: '',
  }))
  return { type: 'DrainNodes', orders, updatedAt: numberAt(request, 'UpdatedAt'), byDrainer: true }
}

function drainOf(nodeId: string, update: JsonObject): Pick<DrainOrder, 'nodeId' | 'drain' | 'markEligible'> {
  return { nodeId, drain: readNode(update).drain, markEligible: flagAt(update, 'MarkEligible') }
}

function readEvents(request: JsonObject): Change {
  const entries = Object.entries(objectAt(request, 'NodeEvents') ?? {}).sort(([a], [b]) => (a < b ? -1 : 1))
  const nodes = entries.map(([nodeId, events]) => ({ nodeId, remarks: readNode({ Events: events }).events }))
  return { type: 'AppendNodeEvents', nodes }
}

function remarkOf(event: JsonObject | undefined): Node['events'][number] | undefined {
  return event && readNode({ Events: [event] }).events[0]
}

// The commands that the fleet's messages become, given what the servers know. Rules: semantics/3 §3.2, §4.1.

import { type Allocation, type Command, groupOf, type Node, type NodeRemark, type State, zero } from '@cutover/core'
import type { FleetMessage } from './message.ts'
import type { Report } from './report.ts'

/** What to submit for a message; nothing when the servers no longer know the node. */
export function commandsOf(message: FleetMessage, state: State): readonly Command[] {
  switch (message.kind) {
    case 'register':
      return [{ type: 'JoinNode', node: message.node }]
    case 'heartbeat':
      return [{ type: 'ReportNodeStatus', nodeId: message.nodeId, status: 'ready', remark: undefined }]
    case 'missed-heartbeat':
      return missed(state.tables.nodes.get(message.nodeId), state)
    case 'report':
      return [{ type: 'ReportAllocations', reports: message.reports.map(reportRow) }]
  }
}

function missed(node: Node | undefined, state: State): readonly Command[] {
  if (!node) return []
  const waits =
    node.status !== 'initializing' &&
    [...state.tables.allocations.by('node', node.id)].some((row) => mayWait(row, state))
  const remark: NodeRemark = {
    message: 'Node heartbeat missed',
    subsystem: 'Cluster',
    details: undefined,
    timestamp: state.at,
  }
  return [{ type: 'ReportNodeStatus', nodeId: node.id, status: waits ? 'disconnected' : 'down', remark }]
}

// Desired to run, with a disconnect window that has not run out.
function mayWait(allocation: Allocation, state: State): boolean {
  if (
    allocation.desiredStatus !== 'run' ||
    allocation.clientStatus === 'complete' ||
    allocation.clientStatus === 'failed'
  )
    return false
  const window = allocation.job && groupOf(allocation.job.document, allocation.group)?.Disconnect?.LostAfter
  if (!window) return false
  if (allocation.clientStatus !== 'unknown') return true
  const since = [...(allocation.states ?? [])].reverse().find(({ value }) => value === 'unknown')?.time ?? zero
  return since + window / 1_000 > state.at
}

// Tasks on the host's own network have no address of their own.
const hostNetwork = { Address: '', AddressIPv6: '', DNS: null, InterfaceName: '' } as const

function reportRow(report: Report): Extract<Command, { readonly type: 'ReportAllocations' }>['reports'][number] {
  return {
    allocationId: report.id,
    nodeId: report.nodeId,
    namespace: '',
    jobId: '',
    clientStatus: report.clientStatus,
    clientDescription: report.clientDescription,
    taskStates: report.taskStates,
    networkStatus: hostNetwork,
    health: report.health && { ...report.health, canary: false },
  }
}

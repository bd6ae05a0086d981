// The commands that the fleet's messages become, given what the servers know. Rules: semantics/3 §3.2, §4.1.

import { type Allocation, type Command, groupOf, type Node, type NodeRemark, type State, zero } from '@cutover/core'
import type { FleetMessage } from './message.ts'
import type { Report } from './report.ts'
import { servicesOf } from './service-rows.ts'

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
      return [
        { type: 'ReportAllocations', reports: message.reports.map(reportRow) },
        ...registering(message.reports, state),
      ]
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
  const told = { type: 'ReportNodeStatus', nodeId: node.id, status: waits ? 'disconnected' : 'down', remark } as const
  return waits ? [told] : [told, ...deregistering(node, state)]
}

// What begins to run registers its services, once: a service that somebody took away stays away.
function registering(reports: readonly Report[], state: State): readonly Command[] {
  const services = reports.flatMap(({ id, clientStatus }) => {
    const stored = state.tables.allocations.get(id)
    return stored && clientStatus === 'running' && stored.clientStatus !== 'running' ? servicesOf(state, stored) : []
  })
  return services.length > 0 ? [{ type: 'UpsertServiceRegistrations', services }] : []
}

// Nothing on a node that is down can be reached.
function deregistering(node: Node, { tables }: State): readonly Command[] {
  const ids = [...tables.services].filter(({ nodeId }) => nodeId === node.id).map(({ id }) => id)
  return ids.length > 0 ? [{ type: 'DeleteServiceRegistrations', ids }] : []
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

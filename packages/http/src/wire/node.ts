// A node on the wire: what it said at registration with what the servers know, its secret blanked; and the stub of the list.
// Rules: client-surface §1.5.

import type { Node } from '@cutover/core'
import type { Wire } from './encode.ts'
import { nanos, rfc3339 } from './time.ts'

/** The members of a node that Nomad always writes, in case its registration left them out. */
const blank = {
  Attributes: null,
  CSIControllerPlugins: {},
  CSINodePlugins: {},
  CgroupParent: '',
  Drivers: null,
  GCVolumesOnNodeGC: false,
  HTTPAddr: '',
  HostNetworks: null,
  HostVolumes: null,
  IdentitySigningKeyID: '',
  LastDrain: null,
  Links: null,
  Meta: null,
  NodeMaxAllocs: 0,
  NodeResources: null,
  ReservedResources: null,
  TLSEnabled: false,
} as const

/** A node. */
export function wireNode(row: Node): Wire {
  // What nodes of before 0.9 said of their resources is not shown any more.
  const { UniqueID: _unique, Resources: _resources, Reserved: _reserved, ...document } = row.document
  return {
    ...blank,
    ...document,
    ComputedClass: row.computedClass,
    CreateIndex: row.createIndex,
    Datacenter: row.datacenter,
    Drain: row.drain !== undefined,
    DrainStrategy: row.drain
      ? {
          Deadline: nanos(row.drain.deadline),
          ForceDeadline: rfc3339(row.drain.forceDeadline),
          IgnoreSystemJobs: row.drain.ignoreSystemJobs,
          StartedAt: rfc3339(row.drain.startedAt),
        }
      : null,
    Events: row.events.map((event) => ({
      CreateIndex: event.createIndex,
      Details: event.details ?? null,
      Message: event.message,
      Subsystem: event.subsystem,
      Timestamp: rfc3339(event.timestamp),
    })),
    ID: row.id,
    LastAllocUpdateIndex: row.lastAllocationUpdateIndex,
    LastDrain: wireLastDrain(row),
    LastMissedHeartbeatIndex: row.lastMissedHeartbeatIndex,
    ModifyIndex: row.modifyIndex,
    Name: row.name,
    NodeClass: row.nodeClass,
    NodePool: row.nodePool,
    SchedulingEligibility: row.schedulingEligibility,
    SecretID: '',
    Status: row.status,
    StatusDescription: row.statusDescription,
    StatusUpdatedAt: row.statusUpdatedAt,
  }
}

/** What a stub shows beyond the usual. */
export interface NodeStubOptions {
  readonly resources: boolean
  readonly attributes: boolean
}

/** One row of the list of nodes. */
export function wireNodeStub(row: Node, shown: NodeStubOptions): Wire {
  const { document } = row
  const attributes = document['Attributes']
  const version =
    typeof attributes === 'object' && attributes !== null && 'nomad.version' in attributes
      ? attributes['nomad.version']
      : ''
  return {
    Address: String(document['HTTPAddr'] ?? '').replace(/:\d+$/, ''),
    Attributes: shown.attributes ? operatingSystem(attributes) : undefined,
    CreateIndex: row.createIndex,
    Datacenter: row.datacenter,
    Drain: row.drain !== undefined,
    Drivers: document['Drivers'] ?? null,
    HostVolumes: document['HostVolumes'] ?? null,
    ID: row.id,
    LastDrain: wireLastDrain(row),
    ModifyIndex: row.modifyIndex,
    Name: row.name,
    NodeClass: row.nodeClass,
    NodePool: row.nodePool,
    NodeResources: shown.resources ? (document['NodeResources'] ?? null) : undefined,
    ReservedResources: shown.resources ? (document['ReservedResources'] ?? null) : undefined,
    SchedulingEligibility: row.schedulingEligibility,
    Status: row.status,
    StatusDescription: row.statusDescription,
    Version: version ?? '',
  }
}

// Of its attributes the list shows the operating system only.
function operatingSystem(attributes: Wire): Wire {
  const name =
    typeof attributes === 'object' && attributes !== null && 'os.name' in attributes ? attributes['os.name'] : ''
  return { 'os.name': name ?? '' }
}

function wireLastDrain({ lastDrain }: Node): Wire {
  if (!lastDrain) return null
  return {
    AccessorID: lastDrain.accessorId,
    Meta: lastDrain.meta ?? null,
    StartedAt: rfc3339(lastDrain.startedAt),
    Status: lastDrain.status,
    UpdatedAt: rfc3339(lastDrain.updatedAt),
  }
}

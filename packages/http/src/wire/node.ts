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
    ...common(row),
    ComputedClass: row.computedClass,
    DrainStrategy: wireDrain(row),
    Events: row.events.map((event) => ({
      CreateIndex: event.createIndex,
      Details: event.details ?? null,
      Message: event.message,
      Subsystem: event.subsystem,
      Timestamp: rfc3339(event.timestamp),
    })),
    LastAllocUpdateIndex: row.lastAllocationUpdateIndex,
    LastMissedHeartbeatIndex: row.lastMissedHeartbeatIndex,
    SecretID: '',
    StatusUpdatedAt: row.statusUpdatedAt,
  }
}

// What the node and its stub both show.
function common(row: Node): { readonly [key: string]: Wire } {
  return {
    CreateIndex: row.createIndex,
    Datacenter: row.datacenter,
    Drain: row.drain !== undefined,
    ID: row.id,
    LastDrain: wireLastDrain(row),
    ModifyIndex: row.modifyIndex,
    Name: row.name,
    NodeClass: row.nodeClass,
    NodePool: row.nodePool,
    SchedulingEligibility: row.schedulingEligibility,
    Status: row.status,
    StatusDescription: row.statusDescription,
  }
}

function wireDrain({ drain }: Node): Wire {
  if (!drain) return null
  return {
    Deadline: nanos(drain.deadline),
    ForceDeadline: rfc3339(drain.forceDeadline),
    IgnoreSystemJobs: drain.ignoreSystemJobs,
    StartedAt: rfc3339(drain.startedAt),
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
    ...common(row),
    Address: String(document['HTTPAddr'] ?? '').replace(/:\d+$/, ''),
    Attributes: shown.attributes ? operatingSystem(attributes) : undefined,
    Drivers: document['Drivers'] ?? null,
    HostVolumes: document['HostVolumes'] ?? null,
    NodeResources: shown.resources ? (document['NodeResources'] ?? null) : undefined,
    ReservedResources: shown.resources ? (document['ReservedResources'] ?? null) : undefined,
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

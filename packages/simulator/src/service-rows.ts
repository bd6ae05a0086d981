// What a node registers when an allocation begins to run: the services of its group and of its tasks whose provider is Nomad itself.
// Rules: client-surface §1.4.

import {
  type Allocation,
  fieldOf,
  groupOf,
  isJsonObject,
  type Json,
  type JsonObject,
  type ServiceRegistration,
  type State,
} from '@cutover/core'

/** A registration as a node sends it. */
export type OfferedService = Omit<ServiceRegistration, 'createIndex' | 'modifyIndex'>

/** The services of an allocation, those of its group first. */
export function servicesOf(state: State, allocation: Allocation): readonly OfferedService[] {
  const group = allocation.job && groupOf(allocation.job.document, allocation.group)
  if (!group) return []
  const rows = (holder: Json, owner: string): readonly OfferedService[] =>
    objectsIn(fieldOf(holder, 'Services'))
      .filter((service) => service['Provider'] === 'nomad')
      .map((service) => rowOf(state, allocation, { service, owner }))
  return [...rows(group, `group-${group.Name}`), ...group.Tasks.flatMap((task) => rows(task, task.Name))]
}

interface Offered {
  readonly service: JsonObject
  readonly owner: string
}

function rowOf(state: State, allocation: Allocation, { service, owner }: Offered): OfferedService {
  const serviceName = textAt(service, 'Name')
  const label = textAt(service, 'PortLabel')
  const ports = objectsIn(fieldOf(fieldOf(allocation.resources, 'Shared'), 'Ports'))
  const port = ports.find((one) => one['Label'] === label)
  const node = state.tables.nodes.get(allocation.nodeId)
  return {
    id: `_nomad-task-${allocation.id}-${owner}-${serviceName}-${label}`,
    namespace: allocation.namespace,
    serviceName,
    nodeId: allocation.nodeId,
    datacenter: node?.datacenter ?? '',
    jobId: allocation.jobId,
    allocationId: allocation.id,
    tags: service['Tags'] ?? [],
    address: textAt(port, 'HostIP') || textAt(node?.document, 'HTTPAddr').replace(/:\d+$/, ''),
    port: Number(port?.['Value'] ?? 0),
  }
}

function textAt(holder: Json | undefined, name: string): string {
  const text = fieldOf(holder, name)
  return typeof text === 'string' ? text : ''
}

function objectsIn(list: Json | undefined): readonly JsonObject[] {
  return Array.isArray(list) ? list.filter(isJsonObject) : []
}

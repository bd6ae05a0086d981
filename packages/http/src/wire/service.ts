// The services that running allocations offer, when Nomad itself registers them: they follow from allocations and their jobs, and are
// registered as long as the allocation runs. Rules: client-surface §1.4.

import { type Allocation, fieldOf, groupOf, isJsonObject, type Json, type JsonObject, type State } from '@cutover/core'

/** One registration, with Nomad's field names. */
export interface ServiceRow extends JsonObject {
  readonly ID: string
  readonly Namespace: string
  readonly ServiceName: string
  readonly Tags: Json
}

/** The registrations of all running allocations that are wanted, in the order of names and ids. */
export function registeredServices(state: State, isWanted: (row: Allocation) => boolean): readonly ServiceRow[] {
  const rows: ServiceRow[] = []
  for (const allocation of state.tables.allocations) {
    if (allocation.clientStatus === 'running' && isWanted(allocation)) rows.push(...servicesOf(state, allocation))
  }
  return rows.sort((a, b) => (`${a.ServiceName}\0${a.ID}` < `${b.ServiceName}\0${b.ID}` ? -1 : 1))
}

function servicesOf(state: State, allocation: Allocation): readonly ServiceRow[] {
  const group = allocation.job && groupOf(allocation.job.document, allocation.group)
  if (!group) return []
  const rows = (holder: Json, owner: string): readonly ServiceRow[] =>
    objectsIn(fieldOf(holder, 'Services'))
      .filter((service) => fieldOf(service, 'Provider') === 'nomad')
      .map((service) => rowOf(state, allocation, { service, owner }))
  return [...rows(group, `group-${group.Name}`), ...group.Tasks.flatMap((task) => rows(task, task.Name))]
}

interface Offered {
  readonly service: JsonObject
  readonly owner: string
}

function rowOf(state: State, allocation: Allocation, { service, owner }: Offered): ServiceRow {
  const name = String(service['Name'] ?? '')
  const label = String(service['PortLabel'] ?? '')
  const port = objectsIn(fieldOf(fieldOf(allocation.resources, 'Shared'), 'Ports')).find(
    (one) => one['Label'] === label,
  )
  return {
    Address: port?.['HostIP'] || addressOf(state, allocation.nodeId),
    AllocID: allocation.id,
    CreateIndex: allocation.modifyIndex,
    Datacenter: state.tables.nodes.get(allocation.nodeId)?.datacenter ?? '',
    ID: `_nomad-task-${allocation.id}-${owner}-${name}-${label}`,
    JobID: allocation.jobId,
    ModifyIndex: allocation.modifyIndex,
    Namespace: allocation.namespace,
    NodeID: allocation.nodeId,
    Port: port?.['Value'] ?? 0,
    ServiceName: name,
    Tags: service['Tags'] ?? [],
  }
}

function addressOf({ tables }: State, nodeId: string): Json {
  const address = fieldOf(tables.nodes.get(nodeId)?.document, 'HTTPAddr')
  return typeof address === 'string' ? address.replace(/:\d+$/, '') : ''
}

function objectsIn(list: Json | undefined): readonly JsonObject[] {
  return Array.isArray(list) ? list.filter(isJsonObject) : []
}

// The tables of what a cluster consists of: nodes, node pools, namespaces, services, timers, variables.

import { Table } from '../table.ts'
import { instantKey } from '../time.ts'
import { jobKey } from './job.ts'
import type { Namespace, NodePool } from './namespace.ts'
import type { Node } from './node.ts'
import type { ServiceRegistration } from './service.ts'
import type { Timer } from './timer.ts'
import type { Variable } from './variable.ts'

/** Row type → table. */
export interface ClusterTables {
  readonly nodes: Table<Node>
  readonly nodePools: Table<NodePool>
  readonly namespaces: Table<Namespace>
  readonly services: Table<ServiceRegistration>
  readonly timers: Table<Timer>
  readonly variables: Table<Variable>
}

/** All of them empty. */
export function clusterTables(): ClusterTables {
  return {
    nodes: tableOf<Node>('nodes', (row) => row.id, { draining: (row) => (row.drain ? '' : undefined) }),
    nodePools: tableOf<NodePool>('nodePools', (row) => row.name),
    namespaces: tableOf<Namespace>('namespaces', (row) => row.name),
    services: tableOf<ServiceRegistration>('services', (row) => row.id, { allocation: (row) => row.allocationId }),
    timers: tableOf<Timer>('timers', (row) => row.name, { due: (row) => instantKey(row.due) }),
    variables: tableOf<Variable>('variables', (row) => jobKey(row.namespace, row.path)),
  }
}

function tableOf<R extends { readonly modifyIndex: number }>(
  name: string,
  key: (row: R) => string,
  lists: Readonly<Record<string, (row: R) => string | undefined>> = {},
): Table<R> {
  return Table.empty<R>({ name, key, modifyIndex: (row) => row.modifyIndex, lists })
}

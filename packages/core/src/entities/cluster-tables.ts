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
    nodes: Table.empty<Node>({
      name: 'nodes',
      key: (row) => row.id,
      modifyIndex: (row) => row.modifyIndex,
      lists: { draining: (row) => (row.drain ? '' : undefined) },
    }),
    nodePools: Table.empty<NodePool>({
      name: 'nodePools',
      key: (row) => row.name,
      modifyIndex: (row) => row.modifyIndex,
    }),
    namespaces: Table.empty<Namespace>({
      name: 'namespaces',
      key: (row) => row.name,
      modifyIndex: (row) => row.modifyIndex,
    }),
    services: Table.empty<ServiceRegistration>({
      name: 'services',
      key: (row) => row.id,
      modifyIndex: (row) => row.modifyIndex,
      lists: { allocation: (row) => row.allocationId },
    }),
    timers: Table.empty<Timer>({
      name: 'timers',
      key: (row) => row.name,
      modifyIndex: (row) => row.modifyIndex,
      lists: { due: (row) => instantKey(row.due) },
    }),
    variables: Table.empty<Variable>({
      name: 'variables',
      key: (row) => jobKey(row.namespace, row.path),
      modifyIndex: (row) => row.modifyIndex,
    }),
  }
}

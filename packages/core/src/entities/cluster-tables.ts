// The tables of what a cluster consists of: nodes, node pools, namespaces, services, timers, variables.

import { type SecondarySchema, Table } from '../table.ts'
import { instantKey, zero } from '../time.ts'
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
    nodes: tableOf<Node>('nodes', (row) => row.id, {
      draining: { value: () => '', when: (row) => row.drain !== undefined },
    }),
    nodePools: tableOf<NodePool>('nodePools', (row) => row.name),
    namespaces: tableOf<Namespace>('namespaces', (row) => row.name),
    services: tableOf<ServiceRegistration>('services', (row) => row.id, {
      allocation: { value: (row) => row.allocationId },
    }),
    timers: tableOf<Timer>('timers', (row) => row.name, {
      due: { value: (row) => instantKey(row.due), when: (row) => row.due !== zero },
    }),
    variables: tableOf<Variable>('variables', (row) => jobKey(row.namespace, row.path)),
  }
}

function tableOf<R extends { readonly modifyIndex: number }>(
  name: string,
  key: (row: R) => string,
  secondary: Readonly<Record<string, SecondarySchema<R>>> = {},
): Table<R> {
  return Table.empty<R>({ name, key, modifyIndex: (row) => row.modifyIndex, secondary })
}

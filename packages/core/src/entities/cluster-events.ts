// What happens to namespaces, node pools, services and cluster-wide settings, and the indexes that move without a write.
// Rules: semantics/1 §0 "Table index", §3.15.

import type { SchedulerConfiguration, TableIndexes } from '../state.ts'
import type { Namespace, NodePool } from './namespace.ts'
import type { ServiceRegistration } from './service.ts'
import type { Variable } from './variable.ts'

/** Cluster event type → what it carries. */
export interface ClusterEvents {
  NamespaceUpserted: { readonly namespace: Namespace }
  NamespaceDeleted: { readonly name: string }
  NodePoolUpserted: { readonly nodePool: NodePool }
  NodePoolDeleted: { readonly name: string }
  ServiceRegistered: { readonly service: ServiceRegistration }
  ServiceDeregistered: { readonly id: string }
  VariableSet: { readonly variable: Variable }
  /** The list is newer even if there was no such variable. */
  VariableDeleted: { readonly namespace: string; readonly path: string }
  SchedulerConfigurationSet: { readonly configuration: SchedulerConfiguration }
  /** Tables were touched without a change of any row: some lists are newer all the same. */
  IndexesMoved: { readonly tables: readonly (keyof TableIndexes)[] }
}

// How each fact about the cluster changes the tables. Rules: semantics/1 §3.15.

import type { Folds } from '../evolve.ts'
import type { ClusterEvents } from './cluster-events.ts'
import { jobKey } from './job.ts'

export const clusterFolds: Folds<keyof ClusterEvents> = {
  NamespaceUpserted: (draft, { namespace }) => {
    draft.tables.namespaces = draft.tables.namespaces.set(namespace, draft.edit)
    draft.indexes.namespaces = draft.index
  },
  NamespaceDeleted: (draft, { name }) => {
    draft.tables.namespaces = draft.tables.namespaces.delete(name, draft.edit)
    draft.indexes.namespaces = draft.index
  },
  NodePoolUpserted: (draft, { nodePool }) => {
    draft.tables.nodePools = draft.tables.nodePools.set(nodePool, draft.edit)
    draft.indexes.node_pools = draft.index
  },
  NodePoolDeleted: (draft, { name }) => {
    draft.tables.nodePools = draft.tables.nodePools.delete(name, draft.edit)
    draft.indexes.node_pools = draft.index
  },
  ServiceRegistered: (draft, { service }) => {
    draft.tables.services = draft.tables.services.set(service, draft.edit)
    draft.indexes.service_registrations = draft.index
  },
  ServiceDeregistered: (draft, { id }) => {
    draft.tables.services = draft.tables.services.delete(id, draft.edit)
    draft.indexes.service_registrations = draft.index
  },
  VariableSet: (draft, { variable }) => {
    draft.tables.variables = draft.tables.variables.set(variable, draft.edit)
    draft.indexes.variables = draft.index
  },
  VariableDeleted: (draft, { namespace, path }) => {
    draft.tables.variables = draft.tables.variables.delete(jobKey(namespace, path), draft.edit)
    draft.indexes.variables = draft.index
  },
  SchedulerConfigurationSet: (draft, { configuration }) => {
    draft.schedulerConfiguration = configuration
  },
  IndexesMoved: (draft, { tables }) => {
    for (const table of tables) draft.indexes[table] = draft.index
  },
}

// How rows of another cluster change the tables: they are stored as they were told, indexes and all.

import type { Folds } from '../evolve.ts'
import type { ImportEvents } from './import-events.ts'

export const importFolds: Folds<keyof ImportEvents> = {
  JobImported: ({ tables, indexes, index, edit }, { job }) => {
    tables.jobs = tables.jobs.set(job, edit)
    tables.jobVersions = tables.jobVersions.set(job, edit)
    indexes.jobs = indexes.job_version = index
  },
  DeploymentImported: ({ tables, indexes, index, edit }, { deployment }) => {
    tables.deployments = tables.deployments.set(deployment, edit)
    indexes.deployment = index
  },
  EvaluationImported: ({ tables, indexes, index, edit }, { evaluation }) => {
    tables.evaluations = tables.evaluations.set(evaluation, edit)
    indexes.evals = index
  },
  AllocationImported: ({ tables, indexes, index, edit }, { allocation }) => {
    tables.allocations = tables.allocations.set(allocation, edit)
    indexes.allocs = index
  },
  NodeImported: ({ tables, indexes, index, edit }, { node }) => {
    tables.nodes = tables.nodes.set(node, edit)
    indexes.nodes = index
  },
}

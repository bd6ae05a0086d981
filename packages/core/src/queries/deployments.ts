// Pure reads of deployments. Rules: client-surface §1.1, §1.2.

import type { Allocation } from '../entities/allocation.ts'
import type { Deployment } from '../entities/deployment.ts'
import { jobKey } from '../entities/job.ts'
import { storedId, uuidFault, uuidPrefixFault } from '../entities/uuid.ts'
import { isRefusal, type Refusal, refuse } from '../refusal.ts'
import type { State } from '../state.ts'
import { type ListRequest, pageByPrefix } from './by-prefix.ts'
import type { Found } from './found.ts'
import type { Page } from './page.ts'

/** One deployment; the index of the table when there is none. */
export function findDeployment({ tables, indexes }: State, id: string): Found<Deployment | undefined> | Refusal {
  if (id === '') return refuse('deployment-id-missing')
  const fault = uuidFault(id)
  if (fault !== undefined) return refuse('deployment-lookup', fault)
  const value = tables.deployments.get(storedId(id))
  return { value, index: value?.modifyIndex ?? indexes.deployment }
}

/** The allocations of a deployment, in id order. */
export function allocationsOfDeployment(
  { tables, indexes }: State,
  id: string,
): Found<readonly Allocation[]> | Refusal {
  const fault = uuidFault(id)
  if (fault !== undefined) return refuse('uuid-fault', fault)
  return { value: [...tables.allocations.by('deployment', storedId(id))], index: indexes.allocs }
}

/** A page of deployments: by creation, or by id when a prefix is given. */
export function listDeployments(
  { tables, indexes }: State,
  list: ListRequest<Deployment>,
): Found<Page<Deployment>> | Refusal {
  const fault = uuidPrefixFault(list.prefix)
  if (fault !== undefined) return refuse('uuid-fault', fault)
  const value = pageByPrefix(tables.deployments, list)
  return isRefusal(value) ? value : { value, index: indexes.deployment }
}

/** The deployments of a job in id order; without `all` only those of its current incarnation. */
export function deploymentsOfJob(
  { tables, indexes }: State,
  { namespace, jobId, all }: { readonly namespace: string; readonly jobId: string; readonly all: boolean },
): Found<readonly Deployment[]> {
  const key = jobKey(namespace, jobId)
  const job = tables.jobs.get(key)
  const rows = [...tables.deployments.by('job', key)]
  const value = all || !job ? rows : rows.filter((row) => row.jobCreateIndex === job.createIndex)
  return { value, index: indexes.deployment }
}

/** The job's deployment with the highest create index, of whatever incarnation. */
export function latestDeployment(
  { tables }: Pick<State, 'tables'>,
  namespace: string,
  jobId: string,
): Deployment | undefined {
  let latest: Deployment | undefined
  for (const row of tables.deployments.by('job', jobKey(namespace, jobId))) {
    if (!latest || row.createIndex > latest.createIndex) latest = row
  }
  return latest
}

// The refusals of replicated changes: what the state machine itself refuses. Rules: semantics/1 §3.

import { errorList } from '../error-list.ts'
import type { RefusalTexts } from './texts.ts'

/** A group that has too few healthy canaries to be promoted. */
export interface ShortGroup {
  readonly group: string
  readonly healthy: number
  readonly wanted: number
}

/** Refusal code → the parts of its text, in the order in which the text names them. */
export interface ChangeRefusals {
  'deployment-missing': [id: string]
  'deployment-terminal': [id: string, status: string]
  'canaries-unhealthy': [groups: readonly ShortGroup[]]
  'promotion-undone': []
  'health-allocation-unknown': [id: string]
  'health-allocation-lookup': [id: string, fault: string]
  'allocation-of-other-deployment': [allocation: string, deployment: string]
  'eval-broker-enabled': []
  'summary-missing': [job: string, namespace: string]
  'summary-group-missing': [group: string]
  'plan-summary-missing': [job: string, namespace: string]
  'plan-summary-group-missing': [group: string]
  'plan-evaluation-unknown': [id: string]
  'stopped-allocation-unknown': [id: string]
  'allocation-without-job': [id: string]
  'allocation-without-evaluation': []
  'nonexistent-namespace': [job: string, namespace: string]
  'nonexistent-node-pool': [job: string, pool: string]
  'enforced-job-exists': []
  'enforced-job-missing': [wanted: number]
  'enforced-index-differs': [wanted: number, found: number]
  'purge-job-missing': []
  'deregister-job-missing': [job: string, namespace: string]
  'tag-taken': [tag: string, job: string]
  'tag-version-missing': [job: string, version: number]
  'tag-not-found': [tag: string, job: string]
  'node-not-found': []
  'draining-node-eligible': []
  'namespace-not-found': []
  'default-namespace': []
  'namespace-in-use': [namespace: string, job: string]
  'node-pool-missing': [name: string]
}

/** Refusal code → the exact text. */
export const changeRefusals: RefusalTexts<ChangeRefusals> = {
  'deployment-missing': (id) => `Deployment ID "${id}" couldn't be updated as it does not exist`,
  'deployment-terminal': (id, status) => `Deployment "${id}" has terminal status "${status}":`,
  'canaries-unhealthy': canariesText,
  'promotion-undone': () => 'deployment promotion cannot be undone',
  'health-allocation-unknown': (id) => `unknown alloc "${id}"`,
  'health-allocation-lookup': (id, fault) => `alloc "${id}" lookup failed: ${fault}`,
  'allocation-of-other-deployment': (allocation, deployment) =>
    `alloc "${allocation}" is not part of deployment "${deployment}"`,
  'eval-broker-enabled': () => 'eval broker is enabled; eval broker must be paused to delete evals',
  'summary-missing': summaryMissing,
  'summary-group-missing': summaryGroupMissing,
  'plan-summary-missing': (job, namespace) => `error updating job summary: ${summaryMissing(job, namespace)}`,
  'plan-summary-group-missing': (group) => `error updating job summary: ${summaryGroupMissing(group)}`,
  'plan-evaluation-unknown': (id) => `unable to find eval id "${id}"`,
  'stopped-allocation-unknown': (id) => `alloc ${id} doesn't exist`,
  'allocation-without-job': (id) => `attempting to upsert allocation "${id}" without a job`,
  'allocation-without-evaluation': () => "alloc insert failed: missing value for index 'eval'",
  'nonexistent-namespace': (job, namespace) => `job "${job}" is in nonexistent namespace "${namespace}"`,
  'nonexistent-node-pool': (job, pool) => `job "${job}" is in nonexistent node pool "${pool}"`,
  'enforced-job-exists': () => 'Enforcing job modify index 0: job already exists',
  'enforced-job-missing': (wanted) => `Enforcing job modify index ${wanted}: job does not exist`,
  'enforced-index-differs': (wanted, found) =>
    `Enforcing job modify index ${wanted}: job exists with conflicting job modify index: ${found}`,
  'purge-job-missing': () => 'DeleteJob failed: job not found',
  'deregister-job-missing': (job, namespace) =>
    `job "${job}" in namespace "${namespace}" doesn't exist to be deregistered`,
  'tag-taken': (tag, job) => `tag "${tag}" already exists on a different version of job "${job}"`,
  'tag-version-missing': (job, version) => `job "${job}" version ${version} not found`,
  'tag-not-found': (tag, job) => `tag "${tag}" not found on job "${job}"`,
  'node-not-found': () => 'node not found',
  'draining-node-eligible': () => "can not set node's scheduling eligibility to eligible while it is draining",
  'namespace-not-found': () => 'namespace not found',
  'default-namespace': () => 'default namespace can not be deleted',
  'namespace-in-use': (namespace, job) =>
    `namespace "${namespace}" contains at least one non-terminal job "${job}". ` +
    'All jobs must be terminal in namespace before it can be deleted',
  'node-pool-missing': (name) => `node pool ${name} not found`,
}

function canariesText(groups: readonly ShortGroup[]): string {
  return errorList(
    groups.map(({ group, healthy, wanted }) => `Task group "${group}" has ${healthy}/${wanted} healthy allocations`),
  )
}

function summaryMissing(job: string, namespace: string): string {
  return `job summary for job "${job}" in namespace "${namespace}" is not present`
}

function summaryGroupMissing(group: string): string {
  return `unable to find task group in the job summary: ${group}`
}
